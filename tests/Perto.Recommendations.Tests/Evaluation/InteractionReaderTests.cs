using System.Text;

namespace Perto.Recommendations.Tests;

public sealed class InteractionReaderTests
{
    private static InteractionLog Read(string text, InteractionFormat format)
    {
        InteractionLog log = new();
        using StringReader reader = new(text);
        InteractionReader.Read(reader, "sample", format, log);
        return log;
    }

    private static (string User, string Item, double Rating, long Timestamp)[] Named(InteractionLog log) =>
        [.. log.Interactions.Select(logged => (log.Users[logged.User], log.Items[logged.Item], logged.Rating, logged.Timestamp))];

    [Fact]
    public void A_line_is_a_user_and_the_items_of_the_user()
    {
        InteractionLog log = Read("ana 3 5\n\n  bo\t5  x-1 \r\ncy\n", InteractionFormat.Lines);
        Assert.Equal([("ana", "3", 1, 0), ("ana", "5", 1, 0), ("bo", "5", 1, 0), ("bo", "x-1", 1, 0)], Named(log));
        Assert.Equal((3, 3), (log.Users.Count, log.Items.Count));
    }

    [Theory]
    [InlineData("userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n1,1029,3,-5\n")]
    [InlineData("1,31,2.5,1260759144\n1,1029,3,-5")]
    [InlineData("1\t31\t2.5\t1260759144\r\n1\t1029\t3\t-5\r\n")]
    [InlineData("User\tItem\tRating\tTime\n1\t31\t2.5\t1260759144\n1\t1029\t3.0\t-5\n")]
    public void A_table_has_commas_or_tabs_and_a_header_or_none(string text) =>
        Assert.Equal([("1", "31", 2.5, 1_260_759_144), ("1", "1029", 3, -5)], Named(Read(text, InteractionFormat.Csv)));

    [Fact]
    public void A_table_may_have_two_or_three_columns_and_quotes()
    {
        Assert.Equal([("ana", "Me, Myself", 1, 0)], Named(Read("ana,\"Me, Myself\"\n", InteractionFormat.Csv)));
        Assert.Equal([("ana", "a \"b\"", 4, 0)], Named(Read("ana,\"a \"\"b\"\"\",4\n", InteractionFormat.Csv)));
    }

    [Theory]
    [InlineData("1,2,3,4\n1\n", "sample, line 2: line must be user,item[,rating[,timestamp]]; got '1'")]
    [InlineData("1,2,3,4,5\n", "sample, line 1: line must be user,item[,rating[,timestamp]]; got '1,2,3,4,5'")]
    [InlineData("1,2\n,3\n", "sample, line 2: user must be an id; got ''")]
    [InlineData("1,2\n3,\n", "sample, line 2: item must be an id; got ''")]
    [InlineData("user,item,rating\n1,2,good\n", "sample, line 2: rating must be a finite number; got 'good'")]
    [InlineData("1,2,NaN\n", "sample, line 1: rating must be a finite number; got 'NaN'")]
    [InlineData("1,2,3,4\n1,2,3,today\n", "sample, line 2: timestamp must be a whole number; got 'today'")]
    public void What_cannot_be_used_names_the_file_the_line_the_field_and_the_rule(string text, string message)
    {
        DataFileException refusal = Assert.Throws<DataFileException>(() => Read(text, InteractionFormat.Csv));
        Assert.Equal(message, refusal.Message);
        Assert.Equal("sample", refusal.File);
        Assert.Equal("invalid_data_file", refusal.Code);
    }

    [Fact]
    public void Damaged_text_is_read_or_refused_and_nothing_else()
    {
        const string Troublesome = "\",\t\n\r1a\0 -.";
        Random random = new(1);
        string sound = "user,item,rating,timestamp\n1,\"a,b\",2.5,7\n2,c,1,9\n";
        for (int time = 0; time < 2_000; time++)
        {
            StringBuilder text = new(sound);
            for (int change = random.Next(1, 4); change > 0; change--)
                text[random.Next(text.Length)] = Troublesome[random.Next(Troublesome.Length)];
            try
            {
                Read(text.ToString(), InteractionFormat.Csv);
            }
            catch (DataFileException refusal)
            {
                Assert.True(refusal.Line > 0, refusal.Message);
            }
        }
    }

    [Fact]
    public void Negatives_follow_their_pair()
    {
        IdIndex users = new();
        IdIndex items = new();
        items.Add("25");
        using StringReader reader = new("(0,25)\t1064\t174\n\n( ana , 7 )\t25\r\n");
        IReadOnlyList<LeaveOneOutCase> cases = NegativesReader.Read(reader, "negatives", users, items);
        Assert.Equal(2, cases.Count);
        Assert.Equal(("0", "25"), (users[cases[0].User], items[cases[0].Positive]));
        Assert.Equal(["1064", "174"], cases[0].Negatives.Select(item => items[item]));
        Assert.Equal(("ana", "7"), (users[cases[1].User], items[cases[1].Positive]));
        Assert.Equal([0], cases[1].Negatives);
    }

    [Theory]
    [InlineData("(0,25)\n", "negatives, line 1: negatives must be at least one item after the pair, separated by tabs; got '(0,25)'")]
    [InlineData("(0,25)\t1\n0,25\t1\n", "negatives, line 2: pair must be (user,item); got '0,25'")]
    [InlineData("(0)\t1\n", "negatives, line 1: pair must be (user,item); got '(0)'")]
    [InlineData("(0,)\t1\n", "negatives, line 1: pair must be (user,item); got '(0,)'")]
    public void Negatives_that_cannot_be_used_are_named(string text, string message)
    {
        using StringReader reader = new(text);
        Assert.Equal(message, Assert.Throws<DataFileException>(() => NegativesReader.Read(reader, "negatives", new IdIndex(), new IdIndex())).Message);
    }
}
