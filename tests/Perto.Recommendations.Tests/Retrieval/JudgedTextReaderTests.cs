namespace Perto.Recommendations.Tests;

public sealed class JudgedTextReaderTests
{
    [Fact]
    public void Lines_of_json_have_id_title_and_text()
    {
        JudgedText[] read = Read(
            """
            {"_id": "d1", "title": "Heat", "text": "A heist", "metadata": {"year": 1995}}

            {"_id": "d2", "text": "café \u0041"}
            {"_id": "d3", "title": "", "text": ""}
            """);
        Assert.Equal([new("d1", "Heat\nA heist"), new("d2", "café A"), new("d3", "")], read);
    }

    [Fact]
    public void Tags_need_no_root_and_old_fields_no_end()
    {
        JudgedText[] read = Read(
            """
            <DOC>
            <DOCNO> FT-1 </DOCNO>
            <title>one &amp; two
            three</title>
            <author>nobody</author>
            <text>the text</text>
            </DOC>
            <top>
            <num> Number: 301
            <title> organised crime
            <desc> Description:
            not this
            </top>
            """);
        Assert.Equal([new("FT-1", "one & two\nthree\nthe text"), new("301", "organised crime")], read);
    }

    [Fact]
    public void Fields_begin_with_a_point_and_a_letter()
    {
        JudgedText[] read = Read(
            """
            .I 1
            .T
            a title
            .A
            nobody
            .W
            the text
            .5 of it
            .I 2
            .W
            another
            """);
        Assert.Equal([new("1", "a title\nthe text\n.5 of it"), new("2", "another")], read);
    }

    [Theory]
    [InlineData("", 1, "file")]
    [InlineData("\n\n", 1, "file")]
    [InlineData("what is this", 1, "line")]
    [InlineData("{\"_id\": \"a\", \"text\": \"x\"}\n{\"_id\": \"a\", \"text\": \"y\"}", 2, "id")]
    [InlineData("{\"_id\": \"a\", \"text\": \"x\"}\n{\"_id\": ", 2, "line")]
    [InlineData("{\"_id\": \"a\", \"text\": \"x\"}\n[1]", 2, "line")]
    [InlineData("{\"text\": \"x\"}", 1, "_id")]
    [InlineData("{\"_id\": \"a\"}", 1, "text")]
    [InlineData("{\"_id\": 7, \"text\": \"x\"}", 1, "line")]
    [InlineData("<doc>\n<docno>1</docno>\n", 1, "record")]
    [InlineData("<doc>\n<docno>1</docno>\n<doc>\n</doc>", 1, "record")]
    [InlineData("<doc>\n<text>x</text>\n</doc>", 1, "docno or num")]
    [InlineData("<xml>\n</xml>", 2, "file")]
    [InlineData(".I\n.W\nx", 1, ".I")]
    public void What_cannot_be_read_is_told_with_its_line(string text, long line, string field)
    {
        DataFileException wrong = Assert.Throws<DataFileException>(() => Read(text));
        Assert.Equal(("texts", line, field), (wrong.File, wrong.Line, wrong.Field));
    }

    private static JudgedText[] Read(string text) => [.. JudgedTextReader.Read(new StringReader(text), "texts")];
}
