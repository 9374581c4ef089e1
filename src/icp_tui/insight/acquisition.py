"""What it costs to win a customer, with and without those whom customers bring (formulas 2, R-132, R-133).

A is marketing and sales for a customer won directly, S onboarding and support for every customer, R the
reward for a referred one, all in hundredths of money; r is how many referred customers a direct one brings.
Referrals thin out A only: a referred customer has to be served like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from icp_tui.method.records import Profile


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What a customer of this profile costs to win and to serve.

    Attributes:
        without_referrals: A + S, hundredths; None where one of them is not known.
        with_referrals: the same spread over the referred; None also where r, or a reward due, is not known.
        in_a_long_chain: where the referred refer too; None also where r is 1 or more.
        payback_months: months in which a customer's price earns its cost; None where either is not known.
        missing: the profile's fields that would have to be known, in the order of the form.
    """

    without_referrals: Decimal | None
    with_referrals: Decimal | None
    in_a_long_chain: Decimal | None
    payback_months: Decimal | None
    missing: tuple[str, ...]

    @property
    def saved(self) -> Decimal | None:
        """Hundredths that referrals save on each customer; below zero where the reward eats them up."""
        if self.without_referrals is None or self.with_referrals is None:
            return None
        return self.without_referrals - self.with_referrals


def cost_per_customer(direct: int, service: int, reward: int, referrals: Decimal) -> Decimal:
    """Hundredths that one customer costs on the average: A/(1+r) + S + R·r/(1+r) (formulas 2, R-132).

    900, 250, 50 and 0.4 give 907.14; without referrals it is 1,150.
    """
    return (direct + reward * referrals) / (1 + referrals) + service


def long_chain(direct: int, service: int, reward: int, referrals: Decimal) -> Decimal | None:
    """The same where each referred customer refers too: A·(1-r) + S + R·r, hundredths.

    None for r of 1 or more: then the chain never ends, and no such figure can be believed.
    """
    if referrals >= 1:
        return None
    return direct * (1 - referrals) + service + reward * referrals


def referred_value(referrer: int | None, expected: int | None = None) -> int | None:
    """What to reckon with for a customer whom another one brings, hundredths (R-133).

    Customers rarely bring customers worth more than themselves: at most the referrer's value, and just that
    where nothing is expected. None where the referrer's value, and with it the cap, is not known.
    """
    if referrer is None or expected is None:
        return referrer
    return min(referrer, expected)


def months_of_price(cost: Decimal | None, price_a_year: int | Decimal | None) -> Decimal | None:
    """Months in which a price earns a cost, both in hundredths; None where unknown or nothing is paid."""
    if cost is None or price_a_year is None or price_a_year <= 0:
        return None
    return cost * 12 / price_a_year


def acquisition(profile: Profile, price_a_year: int | Decimal | None = None) -> Acquisition:
    """What winning and serving a customer costs, of the profile's figures.

    `price_a_year` is what a typical customer pays in a year, in hundredths, such as
    `customers.typical_price_a_year` gives; payback is reckoned with referrals where they are known. A reward
    is only needed where anybody refers.
    """
    direct, service = profile.acquisition_cost, profile.service_cost
    reward, referrals = profile.referral_reward, profile.referrals_per_win
    if reward is None and referrals == 0:
        reward = 0
    figures = {
        "acquisition_cost": direct,
        "service_cost": service,
        "referral_reward": reward,
        "referrals_per_win": referrals,
    }
    alone = spread = chain = None
    if direct is not None and service is not None:
        alone = Decimal(direct + service)
        if reward is not None and referrals is not None:
            spread = cost_per_customer(direct, service, reward, referrals)
            chain = long_chain(direct, service, reward, referrals)
    return Acquisition(
        without_referrals=alone,
        with_referrals=spread,
        in_a_long_chain=chain,
        payback_months=months_of_price(alone if spread is None else spread, price_a_year),
        missing=tuple(name for name, figure in figures.items() if figure is None),
    )
