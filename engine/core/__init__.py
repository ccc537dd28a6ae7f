"""Assignment: who is offered a case, and which case a freed mediator is offered."""
