from zhengtong.trust.audit.api import declare

RATED = declare("ratings.rated", "评价了办件", "Rated the case")
ANSWERED = declare("ratings.answered", "回访了差评", "Answered a bad rating")
