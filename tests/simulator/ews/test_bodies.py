"""Bodies come in the form, the size and with the links and images that a shape asks for."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exchange.html_filter import HtmlOptions, changed_html
from simulator.exchange.quoted_text import unique_part
from simulator.exchange.text_conversion import as_html, as_text
from simulator.exchange.values import Body
from tests.simulator.ews.conversation import Conversation, codes, conversation, only, text_at

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")) | st.just(" "))


@given(st.lists(PLAIN.map(str.rstrip), max_size=5))
def test_text_survives_the_way_to_html_and_back(lines: list[str]) -> None:
    """MS-OXWSCDATA_R17, R18."""
    text = "\r\n".join(lines).strip("\r\n")
    assert as_text(as_html(text)) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\r\nb"),
        ("a<br><br>b", "a\r\n\r\nb"),
        ("<style>x</style><p>a\n  b&nbsp;&amp;&#x41;</p>", "a b &A"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1\t2\r\n3"),
        ("<ul><li>a<li>b</ul>", "a\r\nb"),
    ],
)
def test_what_a_reader_of_html_sees(html: str, text: str) -> None:
    assert as_text(html) == text


HARMLESS = '<p class="a">1 &lt; 2 &#8364;</p><!-- c --><img src="cid:x"/><a href="https://x.test/?a&amp;b">l</a>'


@pytest.mark.parametrize(
    ("options", "html", "changed"),
    [
        (HtmlOptions(), "<SCRIPT>x", "<SCRIPT>x"),
        (HtmlOptions(blank_targets=True), '<p>1 &lt; 2 &#8364;</p><!-- c --><img src="cid:x"/>',
         '<p>1 &lt; 2 &#8364;</p><!-- c --><img src="cid:x"/>'),
        (HtmlOptions(safe=True), "a<script>if (a < b) x()</script>b", "ab"),
        (HtmlOptions(safe=True), '<p onclick="x()" id="i">a</p>', '<p id="i">a</p>'),
        (HtmlOptions(safe=True), '<a href=" javascript:x()">a</a>', "<a>a</a>"),
        (HtmlOptions(safe=True), '<iframe src="x"><p>a</p></iframe><object><embed></object>b<base href="x">', "b"),
        (HtmlOptions(block_images=True), '<img src="http://x.test/a.gif"><img src="cid:a">',
         '<img src=""><img src="cid:a">'),
        (HtmlOptions(blank_targets=True), '<a href="u" target="_top">a</a><a name="n">b</a>',
         '<a href="u" target="_blank">a</a><a name="n">b</a>'),
        (HtmlOptions(image_template="/i?{id}"), '<img src="cid:a"><img src="cid:b">',
         '<img src="/i?A1"><img src="cid:b">'),
    ],
)  # fmt: skip
def test_html_is_changed_as_asked(options: HtmlOptions, html: str, changed: str) -> None:
    """MS-OXWSCDATA_R21193."""
    assert changed_html(html, options, {"a": "A1"}.get) == changed


@given(st.text(alphabet="<>/=\"'&;! abscriptonjv:-#\n", max_size=80))
def test_any_html_can_be_filtered(html: str) -> None:
    filtered = changed_html(html, HtmlOptions(safe=True, blank_targets=True))
    assert "<script" not in filtered.lower()
    assert isinstance(as_text(html), str)


@pytest.mark.parametrize(
    ("body", "unique"),
    [
        (Body("mine\r\n\r\n________________________________\r\nFrom: A\r\n\r\nold"), "mine"),
        (Body("mine\n-----Original Message-----\nold"), "mine"),
        (Body("mine\nOn Monday A wrote:\n> old"), "mine"),
        (Body("> old\nmine"), "> old\nmine"),
        (Body("mine\n> old\n> older\n"), "mine"),
        (Body("<html><body>mine<hr><div>old</div></body></html>", "HTML"), "<html><body>mine</body></html>"),
        (Body("<p>mine</p><blockquote>old</blockquote>", "HTML"), "<p>mine</p>"),
        (Body("all of it"), "all of it"),
    ],
)
def test_what_is_quoted_is_not_unique(body: Body, unique: str) -> None:
    """MS-OXWSCORE_R110."""
    assert unique_part(body) == Body(unique, body.type)


HTML = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body><script>x'
    '</script><a href="u">Olá</a><img src="cid:p@x"></body></html>'
)


def with_picture(talk: Conversation) -> str:
    picture = (
        "<t:Attachments><t:FileAttachment><t:Name>p.gif</t:Name><t:ContentId>p@x</t:ContentId>"
        "<t:IsInline>true</t:IsInline><t:Content>QQ==</t:Content></t:FileAttachment></t:Attachments>"
    )
    body = f"<t:Body BodyType='HTML'>{escape(HTML)}</t:Body>"
    return str(talk.create(f"<t:Message>{body}{picture}</t:Message>").get("Id"))


def body_of(talk: Conversation, item_id: str, shape: str, name: str = "Body") -> str:
    uri = f"<t:AdditionalProperties><t:FieldURI FieldURI='item:{name}'/></t:AdditionalProperties>"
    return str(text_at(talk.get(item_id, "IdOnly", shape + uri), f"t:{name}"))


def test_a_shape_says_how_html_comes() -> None:
    talk = conversation()
    item_id = with_picture(talk)
    assert "charset=utf-8" in body_of(talk, item_id, "")
    assert body_of(talk, item_id, "<t:ConvertHtmlCodePageToUTF8>false</t:ConvertHtmlCodePageToUTF8>") == HTML
    assert "<script>" not in body_of(talk, item_id, "<t:FilterHtmlContent>true</t:FilterHtmlContent>")
    assert 'target="_blank"' in body_of(talk, item_id, "<t:AddBlankTargetToLinks>true</t:AddBlankTargetToLinks>")
    attachment = str(only(talk.get(item_id), "//t:AttachmentId").get("Id"))
    templated = body_of(talk, item_id, "<t:InlineImageUrlTemplate>/image?{id}</t:InlineImageUrlTemplate>")
    assert f'src="/image?{attachment}"' in templated
    assert "<script>" not in body_of(talk, item_id, "", "NormalizedBody")
    assert body_of(talk, item_id, "", "TextBody") == "Olá"


def test_a_long_body_is_cut_and_says_so() -> None:
    """MS-OXWSCDATA_R3061."""
    talk = conversation()
    created = str(talk.create(f"<t:Message><t:Body BodyType='Text'>{'é' * 600}</t:Body></t:Message>").get("Id"))
    whole = only(talk.get(created), "t:Body")
    assert (whole.get("IsTruncated"), len(str(whole.text))) == ("false", 600)
    cut = only(talk.get(created, "Default", "<t:MaximumBodySize>1</t:MaximumBodySize>"), "t:Body")
    assert (cut.get("IsTruncated"), str(cut.text)) == ("true", "é" * 512)
    talk.version = "Exchange2010_SP2"
    assert only(talk.get(created), "t:Body").get("IsTruncated") is None


def test_a_preview_is_one_line() -> None:
    talk = conversation()
    created = talk.create(f"<t:Message><t:Body BodyType='Text'>a\n\n b {'x' * 300}</t:Body></t:Message>")
    assert text_at(talk.get(str(created.get("Id"))), "t:Preview") == f"a b {'x' * 252}"


def test_only_what_the_schema_knows_is_a_form_of_bodies() -> None:
    talk = conversation()
    created = talk.create("<t:Message/>")
    for wrong in ("<t:BodyType>RTF</t:BodyType>", "<t:FilterHtmlContent>maybe</t:FilterHtmlContent>",
                  "<t:MaximumBodySize>large</t:MaximumBodySize>"):  # fmt: skip
        with pytest.raises(Exception, match="schema validation"):
            codes(talk.call(
                f"<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{wrong}</m:ItemShape><m:ItemIds>"
                f'<t:ItemId Id="{created.get("Id")}"/></m:ItemIds></m:GetItem>'
            ))  # fmt: skip
