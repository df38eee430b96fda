namespace Perto.Vectors.Tests;

public sealed class FilterTests
{
    [Fact]
    public void Filters_are_equal_by_what_they_say()
    {
        Assert.Equal(Filter.Eq("a", 1) & Filter.In("b", "x", "y"), Filter.And(Filter.Eq("a", 1), Filter.In("b", "x", "y")));
        Assert.Equal(
            (Filter.Eq("a", 1) & Filter.In("b", "x", "y")).GetHashCode(),
            Filter.And(Filter.Eq("a", 1), Filter.In("b", "x", "y")).GetHashCode());
        Assert.NotEqual(Filter.Eq("a", 1), Filter.Eq("a", 1.0));
        Assert.NotEqual(Filter.Eq("a", 1), Filter.Eq("b", 1));
        Assert.NotEqual(Filter.Eq("a", 1), Filter.Ne("a", 1));
        Assert.NotEqual(Filter.In("b", "x", "y"), Filter.In("b", "y", "x"));
        Assert.NotEqual(Filter.In("b", "x"), Filter.NotIn("b", "x"));
        Assert.NotEqual(Filter.Exists("a"), Filter.Missing("a"));
        Assert.Equal(Filter.Near("a", new GeoPoint(1, 2), 3), Filter.Near("a", new GeoPoint(1, 2), 3));
        Assert.NotEqual(Filter.Near("a", new GeoPoint(1, 2), 3), Filter.Near("a", new GeoPoint(1, 2), 4));
        Assert.NotEqual(Filter.Within("a", new GeoPoint(1, 2), new GeoPoint(3, 4)), Filter.Within("a", new GeoPoint(1, 2), new GeoPoint(3, 5)));
        Assert.Equal(Filter.Words("a", "Red planet RED"), Filter.Words("a", "red, planet"));
        Assert.Equal(Filter.Words("a", "Red planet").GetHashCode(), Filter.Words("a", "red, planet").GetHashCode());
        Assert.NotEqual(Filter.Words("a", "red planet"), Filter.Words("a", "planet red"));
        Assert.NotEqual(!Filter.Exists("a"), !Filter.Exists("b"));
        Assert.NotEqual(Filter.And(Filter.Exists("a"), Filter.Exists("b")), Filter.Or(Filter.Exists("a"), Filter.Exists("b")));
    }

    [Fact]
    public void Chains_of_and_and_of_or_are_one_node()
    {
        Filter a = Filter.Eq("a", 1), b = Filter.Eq("b", 2), c = Filter.Eq("c", 3);
        Assert.Equal([a, b, c], Assert.IsType<AndFilter>(a & b & c).Operands);
        Assert.Equal([a, b, c], Assert.IsType<AndFilter>(a & (b & c)).Operands);
        Assert.Equal([a, b, c], Assert.IsType<OrFilter>(a | b | c).Operands);
        Assert.Equal(2, Assert.IsType<OrFilter>(a & b | c).Operands.Count);
        Assert.Equal(a, Filter.Everything & a);
    }

    [Fact]
    public void A_filter_prints_as_its_JSON() => Assert.Equal("""{"a":{"$gte":1}}""", $"{Filter.Gte("a", 1)}");

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_distance_that_is_none_is_refused(double meters) => Assert.Equal(
        "filter.at.$near.meters", Assert.Throws<VectorStoreException>(() => Filter.Near("at", new GeoPoint(0, 0), meters)).Field);

    [Fact]
    public void A_box_upside_down_is_refused() => Assert.Equal(
        "filter.at.$within.south must be at most the north of the box, 1; got 2",
        Assert.Throws<VectorStoreException>(() => Filter.Within("at", new GeoPoint(2, 0), new GeoPoint(1, 0))).Message);

    [Fact]
    public void Words_without_a_word_are_refused() => Assert.Equal(
        "filter.text.$words must be text with at least one word; got '?!'",
        Assert.Throws<VectorStoreException>(() => Filter.Words("text", "?!")).Message);

    [Fact]
    public void A_place_is_compared_by_near_and_within_only()
    {
        Assert.Contains("$near or $within", Assert.Throws<VectorStoreException>(() => Filter.Eq("at", new GeoPoint(1, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<VectorStoreException>(() => Filter.In("at", new GeoPoint(1, 2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$or")]
    [InlineData("a\0")]
    public void A_field_that_JSON_could_not_carry_is_refused(string field)
    {
        Assert.Throws<VectorStoreException>(() => Filter.Eq(field, 1));
        Assert.Throws<VectorStoreException>(() => Filter.In(field, 1));
        Assert.Throws<VectorStoreException>(() => Filter.Exists(field));
    }

    [Fact]
    public void A_value_that_cannot_be_compared_is_refused()
    {
        Assert.Throws<VectorStoreException>(() => Filter.Eq("a", PayloadValue.None));
        Assert.Throws<VectorStoreException>(() => Filter.Eq("a", (string?)null));
        Assert.Throws<VectorStoreException>(() => Filter.Eq("a", new[] { "x" }));
        Assert.Throws<VectorStoreException>(() => Filter.Gt("a", double.NaN));
        Assert.Throws<VectorStoreException>(() => Filter.Lt("a", double.PositiveInfinity));
        Assert.Throws<VectorStoreException>(() => Filter.Eq("a", "\ud800"));
        Assert.Throws<VectorStoreException>(() => Filter.In("a", "x", PayloadValue.None));
        Assert.Throws<VectorStoreException>(() => Filter.Or());
    }

    [Fact]
    public void What_the_caller_changes_afterwards_does_not_change_a_filter()
    {
        PayloadValue[] values = ["x"];
        Filter[] operands = [Filter.Eq("a", 1), Filter.Eq("b", 2)];
        Filter set = Filter.In("a", values), and = Filter.And(operands);
        values[0] = "changed";
        operands[0] = Filter.Exists("changed");
        Assert.Equal(Filter.In("a", "x"), set);
        Assert.Equal(Filter.Eq("a", 1) & Filter.Eq("b", 2), and);
    }
}
