namespace Perto.Recommendations.Tests;

public sealed class JudgedCollectionTests
{
    [Fact]
    public void Judgements_have_three_columns_or_four()
    {
        Assert.Equal(
            [new("q1", "d1", 2, 2), new("q1", "d2", 0, 3)],
            JudgementReader.Read(new StringReader("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n"), "qrels"));
        Assert.Equal(
            [new("1", "184", 1, 1), new("1", "29", -1, 3)],
            JudgementReader.Read(new StringReader("1 0 184 1 \n\n1   0 29 -1\n"), "qrels"));
    }

    [Theory]
    [InlineData("", 1, "file")]
    [InlineData("a b\n", 1, "line")]
    [InlineData("a b c d e\n", 1, "line")]
    [InlineData("a\tb\t1\na\tb\tx\n", 2, "grade")]
    [InlineData("a\tb\t1e9\n", 1, "grade")]
    [InlineData("a\tb\tx\na\tb\t1\n", 1, "grade")]
    public void What_is_no_judgement_is_told_with_its_line(string text, long line, string field)
    {
        DataFileException wrong = Assert.Throws<DataFileException>(() => JudgementReader.Read(new StringReader(text), "qrels"));
        Assert.Equal((line, field), (wrong.Line, wrong.Field));
    }

    [Fact]
    public void Queries_without_an_answer_are_left_out_and_answers_without_a_document_count()
    {
        JudgedCollection collection = Of(
            ["d1", "d2"], ["a", "b", "c"], new("a", "d1", 1, 1), new("a", "d9", 2, 2), new("b", "d1", 0, 3), new("a", "d1", 3, 4));
        Assert.Equal(["a"], collection.Queries.Select(query => query.Id));
        Assert.Equal([("d1", 3), ("d9", 2)], collection.Grades[0].Select(grade => (grade.Key, (int)grade.Value)).Order());
        Assert.Equal(2, collection.Notes.Count);
    }

    [Fact]
    public void Judgements_may_number_the_queries_by_their_place()
    {
        JudgedCollection collection = Of(["d1"], ["1", "4", "9"], new("1", "d1", 1, 1), new("3", "d1", 2, 2));
        Assert.Equal(["1", "9"], collection.Queries.Select(query => query.Id));
        Assert.Contains(collection.Notes, note => note.Contains("place", StringComparison.Ordinal));

        // With ids that are all known, ids they are.
        Assert.Equal(["4"], Of(["d1"], ["1", "4", "2"], new Judgement("4", "d1", 1, 1)).Queries.Select(query => query.Id));
    }

    [Fact]
    public void A_judgement_of_no_query_is_told_with_its_line()
    {
        DataFileException wrong = Assert.Throws<DataFileException>(() => Of(["d1"], ["a"], new("a", "d1", 1, 1), new("z", "d1", 1, 7)));
        Assert.Equal((7, "query"), (wrong.Line, wrong.Field));
        Assert.Equal("document", Assert.Throws<DataFileException>(() => Of(["d1"], ["a"], new Judgement("a", "d2", 1, 1))).Field);
    }

    [Fact]
    public void Figures_of_others_are_told_of_their_collection_and_of_none_of_its_size()
    {
        string[] documents = [.. Enumerable.Range(1, 1_400).Select(i => $"{i}")], queries = [.. Enumerable.Range(1, 225).Select(i => $"{i}")];
        Judgement[] judgements = [.. queries.SelectMany(query => new[] { "184", "29", "31" }.Select(document => new Judgement(query, document, 1, 1)))];
        Assert.Equal("Cranfield", PublishedRetrieval.Of(Of(documents, queries, judgements))!.Protocol);
        Assert.Null(PublishedRetrieval.Of(Of(documents, queries, judgements[1..])));
        Assert.Null(PublishedRetrieval.Of(Of(documents[..^1], queries, judgements)));
    }

    private static JudgedCollection Of(string[] documents, string[] queries, params Judgement[] judgements) => JudgedCollection.Of(
        [.. documents.Select(id => new JudgedText(id, id))], [.. queries.Select(id => new JudgedText(id, id))], judgements, "qrels");
}
