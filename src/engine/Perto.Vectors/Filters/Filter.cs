using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>
/// Says which records an operation is about: <c>Filter.Eq("genre", "drama") &amp; Filter.Gte("year", 1990)</c>.
/// An immutable tree with structural equality and a JSON form in the style of MongoDB; every provider translates the same tree.
/// </summary>
/// <remarks>
/// <para>
/// A missing field is matched by <see cref="Ne"/>, <see cref="NotIn"/> and <see cref="Missing"/> and by nothing else; as in MongoDB there
/// is no third truth value, so <see cref="Not"/> turns every answer round, the one about a missing field too.
/// </para>
/// <para>
/// On a list of strings the operators ask about its elements, as in MongoDB: <see cref="Eq"/> whether it contains the value,
/// <see cref="Ne"/> whether it does not, <see cref="In"/> (<see cref="ContainsAny"/>) whether it contains one of them,
/// <see cref="NotIn"/> whether it contains none, <see cref="ContainsAll"/> whether it contains each.
/// </para>
/// <para>Order (<see cref="Gt"/>, <see cref="Gte"/>, <see cref="Lt"/>, <see cref="Lte"/>) is for integers, numbers and times.</para>
/// <para>
/// A place is asked for by <see cref="Near"/> and <see cref="Within"/>, a text by <see cref="Words"/>, and both by <see cref="Exists"/> and
/// <see cref="Missing"/>; there is no equality of places and texts.
/// </para>
/// </remarks>
[JsonConverter(typeof(FilterJsonConverter))]
public abstract record Filter
{
    /// <summary>Deepest accepted nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most conditions in one filter.</summary>
    public const int MaxConditions = 1_024;

    /// <summary>Most values in all the lists of one filter.</summary>
    public const int MaxValues = 20_000;

    private protected Filter()
    {
    }

    /// <summary>Matches every record; <c>{}</c> in JSON.</summary>
    public static Filter Everything { get; } = new AndFilter([]);

    internal abstract FilterSize Size { get; }

    /// <summary>The field has this value (a list contains it).</summary>
    public static Filter Eq(string field, PayloadValue value) => new ComparisonFilter(field, ComparisonOperator.Equal, value);

    /// <summary>The field does not have this value, or is missing.</summary>
    public static Filter Ne(string field, PayloadValue value) => new ComparisonFilter(field, ComparisonOperator.NotEqual, value);

    /// <summary>The field is greater.</summary>
    public static Filter Gt(string field, PayloadValue value) => new ComparisonFilter(field, ComparisonOperator.Greater, value);

    /// <summary>The field is greater or equal.</summary>
    public static Filter Gte(string field, PayloadValue value) => new ComparisonFilter(field, ComparisonOperator.GreaterOrEqual, value);

    /// <summary>The field is less.</summary>
    public static Filter Lt(string field, PayloadValue value) => new ComparisonFilter(field, ComparisonOperator.Less, value);

    /// <summary>The field is less or equal.</summary>
    public static Filter Lte(string field, PayloadValue value) => new ComparisonFilter(field, ComparisonOperator.LessOrEqual, value);

    /// <summary>The field has one of these values (a list contains one of them). None of no values.</summary>
    public static Filter In(string field, params IEnumerable<PayloadValue> values) => new SetFilter(field, SetOperator.In, values);

    /// <summary>The field has none of these values, or is missing.</summary>
    public static Filter NotIn(string field, params IEnumerable<PayloadValue> values) => new SetFilter(field, SetOperator.NotIn, values);

    /// <summary>A list of strings contains at least one of these. Another name of <see cref="In"/>.</summary>
    public static Filter ContainsAny(string field, params IEnumerable<PayloadValue> values) => In(field, values);

    /// <summary>A list of strings contains each of these. Every list contains each of no values; a missing one does not.</summary>
    public static Filter ContainsAll(string field, params IEnumerable<PayloadValue> values) =>
        new SetFilter(field, SetOperator.All, values);

    /// <summary>The field has a value.</summary>
    public static Filter Exists(string field) => new ExistsFilter(field, exists: true);

    /// <summary>The field has no value.</summary>
    public static Filter Missing(string field) => new ExistsFilter(field, exists: false);

    /// <summary>The place lies within a distance of another.</summary>
    /// <param name="field">A field of places.</param>
    /// <param name="center">The other place.</param>
    /// <param name="meters">The greatest distance that matches, along the great circle; see <see cref="GeoPoint.MetersTo"/>.</param>
    /// <exception cref="VectorStoreException">The distance is negative or not finite.</exception>
    public static Filter Near(string field, GeoPoint center, double meters) => new NearFilter(field, center, meters, $"filter.{field}.$near");

    /// <summary>The place lies in a box; its edges belong to it.</summary>
    /// <param name="field">A field of places.</param>
    /// <param name="southWest">Its lower left corner. A longitude greater than that of the other corner makes a box that crosses the
    /// 180th meridian.</param>
    /// <param name="northEast">Its upper right corner.</param>
    /// <exception cref="VectorStoreException">The south of the box lies north of its north.</exception>
    public static Filter Within(string field, GeoPoint southWest, GeoPoint northEast) =>
        new WithinFilter(field, southWest, northEast, $"filter.{field}.$within");

    /// <summary>The text contains all of these words, in any order; <see cref="TextWords"/> says what a word is.</summary>
    /// <param name="field">A field of text.</param>
    /// <param name="words">Text with at least one word.</param>
    /// <exception cref="VectorStoreException">There is no word.</exception>
    public static Filter Words(string field, string words) => new WordsFilter(field, words, $"filter.{field}.$words");

    /// <summary>All of these match; no operands is <see cref="Everything"/>.</summary>
    public static Filter And(params IEnumerable<Filter> operands)
    {
        Filter[] list = [.. operands];
        return list.Length == 1 ? list[0] : new AndFilter(list);
    }

    /// <summary>At least one of these matches.</summary>
    /// <exception cref="VectorStoreException">There are no operands.</exception>
    public static Filter Or(params IEnumerable<Filter> operands)
    {
        Filter[] list = [.. operands];
        return list.Length == 1 ? list[0] : new OrFilter(list);
    }

    /// <summary>The operand does not match.</summary>
    public static Filter Not(Filter operand) => new NotFilter(operand);

    /// <summary>Both match.</summary>
    public static Filter operator &(Filter left, Filter right) => And(
        [.. left is AndFilter l ? l.Operands : [left], .. right is AndFilter r ? r.Operands : [right]]);

    /// <summary>At least one matches.</summary>
    public static Filter operator |(Filter left, Filter right) => Or(
        [.. left is OrFilter l ? l.Operands : [left], .. right is OrFilter r ? r.Operands : [right]]);

    /// <summary>The operand does not match.</summary>
    public static Filter operator !(Filter operand) => new NotFilter(operand);

    /// <summary>Reads the JSON form; see <see cref="FilterJson"/>.</summary>
    /// <exception cref="VectorStoreException">It is not JSON or not a filter; the field is the path to the fault.</exception>
    public static Filter Parse(string json) => FilterJson.Parse(json);

    /// <summary>The JSON form; <see cref="Parse"/> reads it back to an equal filter.</summary>
    public string ToJson() => FilterJson.Write(this);

    /// <summary>
    /// Goes on by the type of the node: the way for a provider to translate a filter, as the compiler asks for every case.
    /// </summary>
    public T Match<T>(
        Func<ComparisonFilter, T> comparison,
        Func<SetFilter, T> set,
        Func<ExistsFilter, T> exists,
        Func<NearFilter, T> near,
        Func<WithinFilter, T> within,
        Func<WordsFilter, T> words,
        Func<AndFilter, T> and,
        Func<OrFilter, T> or,
        Func<NotFilter, T> not) =>
        this switch
        {
            ComparisonFilter f => comparison(f),
            SetFilter f => set(f),
            ExistsFilter f => exists(f),
            NearFilter f => near(f),
            WithinFilter f => within(f),
            WordsFilter f => words(f),
            AndFilter f => and(f),
            OrFilter f => or(f),
            _ => not((NotFilter)this),
        };

    /// <inheritdoc/>
    public sealed override string ToString() => ToJson();
}
