"""The registry of all rule book parameters, in the order of the chapters."""

from collections.abc import Mapping
from types import MappingProxyType

from app.funds.rules.chapters import application, award, costs, jury, programme, settlement, vote
from app.funds.rules.parameter import Parameter

PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        parameter.key: parameter
        for chapter in (award, application, costs, jury, vote, settlement, programme)
        for parameter in chapter.PARAMETERS
    }
)
