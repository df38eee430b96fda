using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>
/// Every operator on every kind of field, with a record that lacks the field, plain and negated; through all the operations that take a
/// filter.
/// </summary>
/// <remarks>Three records hold a low, a middle and a high value of each kind, and the fourth holds nothing.</remarks>
public abstract class FilterConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private static readonly string[] All = ["high", "low", "middle", "none"];

    private static readonly Dictionary<string, (PayloadValue Low, PayloadValue Middle, PayloadValue High, PayloadValue Strange)> Ordered = new()
    {
        ["integer"] = (-5, 0, 7_000_000_000, 6),
        ["number"] = (-1.5, 0.0, 1e300, 0.25),
        ["time"] = (At(1950), At(2000), At(2050), At(2001)),
    };

    private static DateTimeOffset At(int year) => new(year, 6, 15, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> OrderedCases
    {
        get
        {
            (string Operator, string Expected)[] cases =
            [
                ("eq middle", "middle"), ("eq strange", ""),
                ("ne middle", "high low none"), ("ne strange", "high low middle none"),
                ("gt middle", "high"), ("gt high", ""), ("gte middle", "high middle"), ("gte high", "high"),
                ("lt middle", "low"), ("lt low", ""), ("lte middle", "low middle"), ("lte low", "low"),
                ("in low,high", "high low"), ("in strange", ""), ("in low,strange", "low"), ("in nothing", ""),
                ("nin low,high", "middle none"), ("nin strange", "high low middle none"), ("nin nothing", "high low middle none"),
                ("exists", "high low middle"), ("missing", "none"),
            ];
            return [.. Ordered.Keys.SelectMany(kind => cases.Select(c => (kind, c.Operator, c.Expected)))];
        }
    }

    [Theory, MemberData(nameof(OrderedCases))]
    public async Task A_field_with_an_order(string kind, string condition, string expected)
    {
        (PayloadValue low, PayloadValue middle, PayloadValue high, PayloadValue strange) = Ordered[kind];
        IVectorCollection zoo = await ZooAsync(s => s.Integer("integer").Number("number").Time("time"), kind, low, middle, high);
        await MatchesAsync(zoo, Build(kind, condition, Value), expected);

        PayloadValue Value(string name) => name switch { "low" => low, "middle" => middle, "high" => high, _ => strange };
    }

    [Theory]
    [InlineData("eq middle", "middle")]
    [InlineData("eq strange", "")]
    [InlineData("eq MIDDLE", "")]
    [InlineData("ne middle", "high low none")]
    [InlineData("ne strange", "high low middle none")]
    [InlineData("in low,high", "high low")]
    [InlineData("in low,strange", "low")]
    [InlineData("in strange", "")]
    [InlineData("in nothing", "")]
    [InlineData("nin low,high", "middle none")]
    [InlineData("nin strange", "high low middle none")]
    [InlineData("nin nothing", "high low middle none")]
    [InlineData("exists", "high low middle")]
    [InlineData("missing", "none")]
    public async Task A_keyword(string condition, string expected)
    {
        IVectorCollection zoo = await ZooAsync(s => s.Keyword("word"), "word", "low", "middle", "high");
        await MatchesAsync(zoo, Build("word", condition, name => name), expected);
    }

    [Theory]
    [InlineData("eq true", "high")]
    [InlineData("eq false", "low middle")]
    [InlineData("ne true", "low middle none")]
    [InlineData("ne false", "high none")]
    [InlineData("in true,false", "high low middle")]
    [InlineData("in true", "high")]
    [InlineData("in nothing", "")]
    [InlineData("nin true", "low middle none")]
    [InlineData("nin true,false", "none")]
    [InlineData("nin nothing", "high low middle none")]
    [InlineData("exists", "high low middle")]
    [InlineData("missing", "none")]
    public async Task A_boolean(string condition, string expected)
    {
        IVectorCollection zoo = await ZooAsync(s => s.Boolean("flag"), "flag", false, false, true);
        await MatchesAsync(zoo, Build("flag", condition, name => name == "true"), expected);
    }

    [Theory]
    [InlineData("eq a", "high middle")]
    [InlineData("eq b", "high")]
    [InlineData("eq z", "")]
    [InlineData("ne a", "low none")]
    [InlineData("ne z", "high low middle none")]
    [InlineData("in b,z", "high")]
    [InlineData("in a,b", "high middle")]
    [InlineData("in nothing", "")]
    [InlineData("any a,z", "high middle")]
    [InlineData("nin b,z", "low middle none")]
    [InlineData("nin a,b", "low none")]
    [InlineData("nin nothing", "high low middle none")]
    [InlineData("all a", "high middle")]
    [InlineData("all a,b", "high")]
    [InlineData("all a,z", "")]
    [InlineData("all a,a", "high middle")]
    [InlineData("all nothing", "high low middle")]
    [InlineData("exists", "high low middle")]
    [InlineData("missing", "none")]
    public async Task A_list_of_keywords(string condition, string expected)
    {
        IVectorCollection zoo = await ZooAsync(
            s => s.Keywords("tags"), "tags", Array.Empty<string>(), new[] { "a" }, new[] { "b", "a", "b", "c" });
        await MatchesAsync(zoo, Build("tags", condition, name => name), expected);
    }

    [Fact]
    public async Task And_or_and_not_combine()
    {
        IVectorCollection zoo = await ZooAsync(s => s.Integer("n"), "n", 1, 2, 3);
        Filter low = Filter.Eq("n", 1), middle = Filter.Eq("n", 2), any = Filter.Exists("n");
        await MatchesAsync(zoo, low | middle, "low middle");
        await MatchesAsync(zoo, any & !low, "high middle");
        await MatchesAsync(zoo, low & middle, "");
        await MatchesAsync(zoo, !(low | middle) & any, "high");
        await MatchesAsync(zoo, Filter.Or(low, Filter.And(any, Filter.Gt("n", 1), Filter.Lt("n", 3)), Filter.Missing("n")), "low middle none");
        await MatchesAsync(zoo, Filter.Everything, "high low middle none");
        await MatchesAsync(zoo, !Filter.Everything, "");
        await MatchesAsync(zoo, Filter.Everything & low, "low");
    }

    [Fact]
    public async Task The_bounds_of_integers_do_not_wrap_round()
    {
        IVectorCollection zoo = await ZooAsync(s => s.Integer("n"), "n", long.MinValue, 0, long.MaxValue);
        await MatchesAsync(zoo, Filter.Gt("n", long.MaxValue), "");
        await MatchesAsync(zoo, Filter.Lt("n", long.MinValue), "");
        await MatchesAsync(zoo, Filter.Gte("n", long.MaxValue), "high");
        await MatchesAsync(zoo, Filter.Lte("n", long.MinValue), "low");
        await MatchesAsync(zoo, Filter.Gt("n", long.MaxValue - 1), "high");
        await MatchesAsync(zoo, Filter.Lt("n", long.MinValue + 1), "low");
    }

    [Fact]
    public async Task Neighbouring_numbers_and_the_zeros_are_told_apart_as_arithmetic_does()
    {
        double next = Math.BitIncrement(1.0);
        IVectorCollection zoo = await ZooAsync(s => s.Number("n"), "n", -0.0, 1.0, next);
        await MatchesAsync(zoo, Filter.Gt("n", 1.0), "high");
        await MatchesAsync(zoo, Filter.Lt("n", next), "low middle");
        await MatchesAsync(zoo, Filter.Eq("n", 0.0), "low");
        await MatchesAsync(zoo, Filter.In("n", 0.0, 5.0), "low");
        await MatchesAsync(zoo, Filter.Lt("n", 0.0), "");
        await MatchesAsync(zoo, Filter.Gt("n", -0.0), "high middle");
        await MatchesAsync(zoo, Filter.Gt("n", double.MaxValue), "");
        await MatchesAsync(zoo, Filter.Lt("n", double.MinValue), "");
    }

    [Fact]
    public async Task Integers_beyond_what_a_double_can_tell_apart_are_told_apart()
    {
        const long Large = 9_007_199_254_740_993;
        IVectorCollection zoo = await ZooAsync(s => s.Integer("n"), "n", Large - 1, Large, Large + 1);
        await MatchesAsync(zoo, Filter.Eq("n", Large), "middle");
        await MatchesAsync(zoo, Filter.Gt("n", Large), "high");
    }

    [Fact]
    public async Task A_value_is_compared_in_the_kind_of_the_field()
    {
        IVectorCollection numbers = await ZooAsync(s => s.Number("n"), "n", 1.0, 2.0, 3.0, "numbers");
        await MatchesAsync(numbers, Filter.Eq("n", 2), "middle");
        await MatchesAsync(numbers, Filter.In("n", 1, 3.0), "high low");
        IVectorCollection integers = await ZooAsync(s => s.Integer("n"), "n", 1, 2, 3, "integers");
        await MatchesAsync(integers, Filter.Eq("n", 2.0), "middle");
        IVectorCollection times = await ZooAsync(s => s.Time("at"), "at", At(1950), At(2000), At(2050), "times");
        await MatchesAsync(times, Filter.Gte("at", "2000-06-15T05:00:00-03:00"), "high middle");
        await MatchesAsync(times, Filter.Gte("at", At(2000).ToOffset(TimeSpan.FromHours(9))), "high middle");
    }

    [Fact]
    public async Task The_JSON_form_means_the_same()
    {
        IVectorCollection zoo = await ZooAsync(s => s.Integer("n").Keyword("w"), "n", 1, 2, 3);
        await MatchesAsync(zoo, Filter.Parse("""{"n": {"$gte": 2}, "w": null}"""), "high middle");
        await MatchesAsync(zoo, Filter.Parse("""{"$or": [{"n": 1}, {"n": {"$exists": false}}]}"""), "low none");
        await MatchesAsync(zoo, Filter.Parse("""{"n": {"$not": {"$in": [1, 2]}}}"""), "high none");
        await MatchesAsync(zoo, Filter.Parse("{}"), "high low middle none");
    }

    [Fact]
    public async Task A_value_that_was_never_written_matches_nothing_and_later_does()
    {
        IVectorCollection zoo = await ZooAsync(s => s.Keyword("word"), "word", "a", "b", "c");
        await MatchesAsync(zoo, Filter.Eq("word", "later"), "");
        await zoo.UpsertAsync(Record("new", "word", "later"));
        Assert.Equal(["new"], await IdsAsync(zoo, Filter.Eq("word", "later")));
    }

    [Fact]
    public async Task A_filter_sees_the_last_version_of_a_record_only()
    {
        IVectorCollection zoo = await ZooAsync(s => s.Keyword("word"), "word", "a", "b", "c");
        await zoo.UpsertAsync(Record("low", "word", "z"));
        await MatchesAsync(zoo, Filter.Eq("word", "a"), "");
        await MatchesAsync(zoo, Filter.Eq("word", "z"), "low");
    }

    [Theory]
    [InlineData("strange eq", "filter.strange")]
    [InlineData("strange exists", "filter.strange")]
    [InlineData("keyword gt", "filter.keyword")]
    [InlineData("keyword number", "filter.keyword")]
    [InlineData("keyword all", "filter.keyword")]
    [InlineData("keywords lte", "filter.keywords")]
    [InlineData("keywords number", "filter.keywords[0]")]
    [InlineData("number text", "filter.number")]
    [InlineData("number large", "filter.number")]
    [InlineData("integer fraction", "filter.integer")]
    [InlineData("integer text", "filter.integer")]
    [InlineData("integer in", "filter.integer[1]")]
    [InlineData("boolean text", "filter.boolean")]
    [InlineData("boolean gte", "filter.boolean")]
    [InlineData("time text", "filter.time")]
    [InlineData("time number", "filter.time")]
    public async Task A_filter_that_does_not_fit_the_schema_is_refused_by_every_operation(string fault, string field)
    {
        IVectorCollection zoo = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot)
            .Keyword("keyword").Keywords("keywords").Number("number").Integer("integer").Boolean("boolean").Time("time"));
        await zoo.UpsertAsync(Record("a", 1, 0));
        Filter bad = fault switch
        {
            "strange eq" => Filter.Eq("strange", 1),
            "strange exists" => Filter.Exists("strange"),
            "keyword gt" => Filter.Gt("keyword", "a"),
            "keyword number" => Filter.Eq("keyword", 1),
            "keyword all" => Filter.ContainsAll("keyword", "a"),
            "keywords lte" => Filter.Lte("keywords", "a"),
            "keywords number" => Filter.In("keywords", 1),
            "number text" => Filter.Gte("number", "1990"),
            "number large" => Filter.Eq("number", (1L << 53) + 1),
            "integer fraction" => Filter.Gt("integer", 1.5),
            "integer text" => Filter.Eq("integer", "1"),
            "integer in" => Filter.In("integer", 1, "1"),
            "boolean text" => Filter.Eq("boolean", "true"),
            "boolean gte" => Filter.Gte("boolean", true),
            "time text" => Filter.Eq("time", "yesterday"),
            _ => Filter.Gt("time", 1_700_000_000),
        };
        await RefusesAsync(field, () => zoo.CountAsync(bad).AsTask());
        await RefusesAsync(field, () => zoo.CountAsync(Filter.Everything & !(bad | Filter.Exists("keyword"))).AsTask());
        await RefusesAsync(field, () => zoo.ScrollAsync(new ScrollQuery { Filter = bad }).AsTask());
        await RefusesAsync(field, () => zoo.SearchAsync(new VectorQuery("v", new float[2]) { Filter = bad }).AsTask());
        await RefusesAsync($"queries[1].{field}", () => zoo.SearchAsync([Query(1, 0), new VectorQuery("v", new float[2]) { Filter = bad }]).AsTask());
        await RefusesAsync(field, () => zoo.DeleteAsync(bad).AsTask());
        Assert.Equal(1, await zoo.CountAsync());
    }

    private static Filter Build(string field, string condition, Func<string, PayloadValue> value)
    {
        string[] parts = condition.Split(' ');
        PayloadValue[] values = parts.Length == 1 || parts[1] == "nothing" ? [] : [.. parts[1].Split(',').Select(value)];
        return parts[0] switch
        {
            "eq" => Filter.Eq(field, values[0]),
            "ne" => Filter.Ne(field, values[0]),
            "gt" => Filter.Gt(field, values[0]),
            "gte" => Filter.Gte(field, values[0]),
            "lt" => Filter.Lt(field, values[0]),
            "lte" => Filter.Lte(field, values[0]),
            "in" => Filter.In(field, values),
            "nin" => Filter.NotIn(field, values),
            "any" => Filter.ContainsAny(field, values),
            "all" => Filter.ContainsAll(field, values),
            "exists" => Filter.Exists(field),
            _ => Filter.Missing(field),
        };
    }

    private async Task<IVectorCollection> ZooAsync(
        Action<CollectionSchemaBuilder> payload, string field, PayloadValue low, PayloadValue middle, PayloadValue high, string name = "zoo")
    {
        IVectorCollection zoo = await CollectionAsync(s => payload(s.Dense("v", 2, Metric.Dot)), name);
        await zoo.UpsertAsync([Record("low", field, low), Record("middle", field, middle), Record("high", field, high), Record("none", 1, 0)]);
        return zoo;
    }

    private Task MatchesAsync(IVectorCollection zoo, Filter filter, string expected) => MatchesAsync(zoo, All, filter, expected);
}
