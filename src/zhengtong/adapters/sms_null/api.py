"""No text messages: each is noted as not sent, and why."""

from zhengtong.office.notices.ports import NothingSent, TextMessage

__all__ = ["NullSmsDriver"]


class NullSmsDriver:
    """The driver of a node without a gateway for text messages."""

    def send(self, message: TextMessage) -> None:
        """Always NothingSent: nobody waits for a gateway that is not there, and no old message goes out when one is."""
        raise NothingSent("this node sends no text messages (ZHENGTONG_SMS=null)")
