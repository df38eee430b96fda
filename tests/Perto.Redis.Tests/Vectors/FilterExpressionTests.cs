using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis.Tests;

/// <summary>What the server makes of our expressions, beside what the embedded store says of the same filters.</summary>
public sealed class FilterExpressionTests
{
    private const int Cases = 150;

    private static readonly CollectionSchema Schema = CollectionSchema.Create(HostilePayload.Schema);

    [Fact]
    public void An_expression_lets_all_pass_that_match()
    {
        TestRedis8.ConnectionString();
        int cases = 0, sharp = 0;
        RunCases((passing, matching, all) =>
        {
            Assert.Empty(matching.Except(passing, StringComparer.Ordinal));
            cases++;
            if (passing.Length == matching.Length && matching.Length < all)
                sharp++;
        });
        // What passes in vain is read in vain.
        Assert.True(sharp * 2 > cases, $"{sharp} of {cases} filters let pass no more than what matches, and not everything");
    }

    [Theory]
    [InlineData("""{"key-word": "a\"b\\c%"}""", "(.p_key-word == \"a%22b%5Cc%25\")")]
    [InlineData("""{"key-word": ""}""", "(.p_key-word == \"%\")")]
    [InlineData("""{"LIST_0": {"$all": ["a", "b"]}}""", "(.p_LIST_0 and (\"a\" in .p_LIST_0) and (\"b\" in .p_LIST_0))")]
    [InlineData("""{"n": {"$gte": 5}}""", "(.p_n >= 5)")]
    [InlineData("""{"n": {"$lt": 5}}""", "(.p_n < 5 and (.p_n == .p_n + 0))")]
    [InlineData("""{"n": {"$gt": 9007199254740993}}""", "(.p_n >= 9007199254740992)")]
    [InlineData("""{"n": {"$ne": 9007199254740993}}""", null)]
    [InlineData("""{"x": {"$gt": 0.00001}}""", "(.p_x > 0.00001)")]
    [InlineData("""{"x": {"$gt": 1e300}}""", "(.p_x > 1E300)")]
    [InlineData("""{"x": {"$gt": 1e-300}}""", null)]
    [InlineData("""{"flag": true}""", "(.p_flag == 1)")]
    [InlineData("""{"text": {"$words": "Red planet"}}""", "((\"red\" in .p_text or .p_text == 1) and (\"planet\" in .p_text or .p_text == 1))")]
    [InlineData("""{"n": {"$in": []}}""", "(1 == 0)")]
    [InlineData("""{}""", null)]
    public void A_filter_is_written_so(string filter, string? expression) =>
        Assert.Equal(expression, FilterExpression.Of(Schema.Bind(Filter.Parse(filter)), Schema));

    [Fact]
    public void A_filter_too_long_to_be_worth_it_lets_all_pass() =>
        Assert.Null(FilterExpression.Of(Filter.In("key-word", Enumerable.Range(0, 10_000).Select(i => (PayloadValue)$"value-{i}")), Schema));

    [Fact]
    public void Different_strings_have_different_texts()
    {
        string[] strings = ["", "%", "%25", "\"", "%22", new('a', 200), new('a', 201), new('a', 202), $"{new string('a', 201)}b"];
        string[] texts = [.. strings.Select(Text)];
        Assert.Equal(strings.Length, texts.Distinct().Count());
        Assert.All(texts, text => Assert.DoesNotContain('\\', text));

        static string Text(string value)
        {
            System.Text.StringBuilder text = new();
            AttributeText.Append(text, value);
            return text.ToString();
        }
    }

    private static void RunCases(Action<string[], string[], int> check)
    {
        Gen<(VectorRecord[], Filter[])> cases =
            from records in HostilePayload.Records
            from filters in HostilePayload.Filters.ArrayOf(20)
            select (records, filters);
        Check.One(Seeds.Property(Cases), Prop.ForAll(cases.ToArbitrary(), example => RunAsync(example).GetAwaiter().GetResult()));

        async Task<bool> RunAsync((VectorRecord[] Records, Filter[] Filters) example)
        {
            await using TestRedisConnection connection = TestRedisConnection.To(TestRedis8.ConnectionString());
            await using EmbeddedVectorStore embedded = new();
            IVectorCollection truth = await embedded.CollectionAsync(TestVectorStore.Tenant, "things", HostilePayload.Schema);
            await truth.UpsertAsync(example.Records);
            string key = TestRedisConnection.Key();
            foreach (VectorRecord record in example.Records.Select(record => Schema.Bind(record)))
            {
                await connection.Redis.ExecuteAsync(
                    "VADD", [key, "VALUES", 2, 1, 0, record.Id, "SETATTR", ElementAttributes.Write(Schema, record.Payload.AsReadOnly())]);
            }
            foreach (Filter filter in example.Filters)
            {
                ScrollPage page = await truth.ScrollAsync(new ScrollQuery { Filter = filter });
                string[] matching = [.. page.Records.Select(record => record.Id)];
                string[] passing = FilterExpression.Of(Schema.Bind(filter), Schema) is { } expression
                    ? [.. (await connection.Redis.ExecuteAsync("VSIM", [key, "VALUES", 2, 1, 0, "COUNT", 100, "TRUTH", "FILTER", expression])).Items.Select(id => id.Text!)]
                    : [.. example.Records.Select(record => record.Id)];
                check(passing, matching, example.Records.Length);
            }
            await connection.Redis.DeleteAsync([key]);
            return true;
        }
    }
}
