"""The headers that name the PoP of the Microsoft edge, in each of their formats."""

import base64

MSEDGE_REF, AZURE_REF, FIRST_HOP = HEADERS = ("X-MSEdge-Ref", "x-azure-ref", "X-FirstHopCafeEFZ")

_GUID = "437c82cd-360a-4a54-94c3-5ff707647783"


def msedge_ref(node, time=" Ref C: 2026-01-28T05:14:45Z"):
    """`node` has either format: AMSEDGE0312, LON281181714054."""
    return f"Ref A: 0123456789ABCDEF0123456789ABCDEF Ref B: {node}{time}"


def old_azure_ref(node, tail=_GUID):
    data = (1551767999).to_bytes(8, "little") + bytes(range(16)) + f"{node}\0{tail}".encode()
    return "0" + base64.b64encode(data).decode()


def azure_ref(mark=""):
    """The format since 2024; since 2025 with the mark `hC1FRA`."""
    return f"20260128T051445Z-15f8bd58b94hwsb7{mark}6pv800000001g000000000kz2p"


# The lab's response headers of those hosts of the catalogue that name their PoP.
OF_CATALOGUE = {
    "teams.microsoft.com": (MSEDGE_REF, msedge_ref("CO1EDGE0715")),
    "fpc.msedge.net": (MSEDGE_REF, msedge_ref("WST301181714054")),
    "outlook.office365.com": (FIRST_HOP, "SEA"),
}
