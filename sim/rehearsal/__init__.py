"""The whole statutory lifecycle, rehearsed: what lies between the assignment events of the SimPy model.

The assignment happens as in the plain model, event for event; the rehearsal draws what people do in between, has every
step of it judged by `engine.lifecycle`, and asks the linked systems as a service would.
"""
