"""Who is who on a connection: the system by an authority that is believed, the service by a certificate of its own."""

import ssl

from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import SystemAddress
from engine.linked.words import System


def tls_context(system: System, address: SystemAddress) -> ssl.SSLContext | None:
    """Return how both ends of a connection prove who they are; None for plain HTTP, which stays on the machine.

    Raises
    ------
    LinkSettingsError
        If the file of authorities, the certificate or its key cannot be used.
    """
    if not address.url.startswith("https://"):
        return None
    try:
        context = ssl.create_default_context(cafile=address.ca_file or None)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        place = f"linked.{system.value}.ca_file = {address.ca_file}"
        raise LinkSettingsError(f"{place}: must be a readable PEM file of certificates ({error})") from error
    if address.certificate_file:
        _show_certificate(context, system, address)
    return context


def _show_certificate(context: ssl.SSLContext, system: System, address: SystemAddress) -> None:
    try:
        # The password: without one the library would ask at the terminal for that of an encrypted key.
        context.load_cert_chain(address.certificate_file, address.key_file or None, password=b"")
    except (OSError, ValueError) as error:
        named = f"linked.{system.value}.certificate_file = {address.certificate_file}"
        beside = f", key_file = {address.key_file}" if address.key_file else ""
        raise LinkSettingsError(
            f"{named}{beside}: must be a readable PEM file of a certificate, and its key there or in key_file, not "
            f"encrypted ({error})"
        ) from error
