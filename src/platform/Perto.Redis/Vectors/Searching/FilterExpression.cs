using System.Text;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>
/// A filter as an expression of <c>VSIM ... FILTER</c> over <see cref="ElementAttributes"/>. It lets every record pass that matches, and
/// nearly none that does not: what the server's arithmetic cannot tell it lets pass, and each record that passed is tested again.
/// </summary>
internal static class FilterExpression
{
    private const int Longest = 32 * 1024;

    // No latitude is nearer to another than this by rounding.
    private const double DegreeSlack = 1e-9;

    /// <summary>The expression; null where it would let everything pass, or is too long to be worth it.</summary>
    /// <param name="filter">Bound to the schema.</param>
    /// <param name="schema">Says of which kind each field is.</param>
    public static string? Of(Filter filter, CollectionSchema schema) =>
        Passing(filter, schema, wanted: true) is { Length: <= Longest } expression ? expression : null;

    // Null lets everything pass. Negation goes down to the conditions, as each knows what it can say of its opposite.
    private static string? Passing(Filter filter, CollectionSchema schema, bool wanted) => filter.Match(
        comparison: f => Comparison(f, schema.Field(f.Field, f.Field).Kind, wanted),
        set: f => Set(f, schema.Field(f.Field, f.Field).Kind, wanted),
        exists: f => Exists(f.Field, schema.Field(f.Field, f.Field).Kind, f.Exists == wanted),
        near: f => wanted ? Near(f) : null,
        within: f => Within(f) is { } box ? wanted ? box : $"(not {box})" : null,
        words: f => wanted ? All(f.Words.Select(word => HasWord(f.Field, word))) : Any(f.Words.Select(word => $"(not ({Text(word)} in {Value(f.Field)}))")),
        and: f => wanted ? All(f.Operands.Select(o => Passing(o, schema, wanted: true))) : Any(f.Operands.Select(o => Passing(o, schema, wanted: false))),
        or: f => wanted ? Any(f.Operands.Select(o => Passing(o, schema, wanted: true))) : All(f.Operands.Select(o => Passing(o, schema, wanted: false))),
        not: f => Passing(f.Operand, schema, !wanted));

    private static string? All(IEnumerable<string?> operands)
    {
        string[] said = [.. operands.OfType<string>()];
        return said.Length == 0 ? null : $"({string.Join(" and ", said)})";
    }

    private static string? Any(IEnumerable<string?> operands)
    {
        string?[] said = [.. operands];
        if (said.Length == 0)
            return Nothing;
        return Array.Exists(said, operand => operand is null) ? null : $"({string.Join(" or ", said)})";
    }

    private static string Nothing => "(1 == 0)";

    private static string? Comparison(ComparisonFilter filter, PayloadKind kind, bool wanted)
    {
        if (filter.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
            return OneOf(filter.Field, [filter.Value], kind, wanted == filter.Operator is ComparisonOperator.Equal);
        if (AttributeText.Literal(Number(filter.Value)) is not { } literal)
            return null;
        string comparison = Symbol(wanted ? filter.Operator : Opposite(filter.Operator), IsExact(filter.Value));
        string field = Value(filter.Field);
        // The server takes a missing value for 0, which it is not: it passes where the opposite is asked for, and only there.
        bool zeroPasses = Passes(comparison, Number(filter.Value));
        if (wanted)
            return zeroPasses ? $"({field} {comparison} {literal} and {IsNumber(filter.Field)})" : $"({field} {comparison} {literal})";
        return zeroPasses ? $"({field} {comparison} {literal})" : $"({field} {comparison} {literal} or {IsNoNumber(filter.Field)})";
    }

    private static string? Set(SetFilter filter, PayloadKind kind, bool wanted) => filter.Operator switch
    {
        SetOperator.In => OneOf(filter.Field, filter.Values, kind, wanted),
        SetOperator.NotIn => OneOf(filter.Field, filter.Values, kind, !wanted),
        _ when wanted => All([Value(filter.Field), .. filter.Values.Select(value => HasElement(filter.Field, value))]),
        _ => Any([$"(not {Value(filter.Field)})", .. filter.Values.Select(value => $"(not {HasElement(filter.Field, value)})")]),
    };

    private static string? OneOf(string field, IReadOnlyList<PayloadValue> values, PayloadKind kind, bool wanted)
    {
        if (values.Count == 0)
            return wanted ? Nothing : null;
        switch (kind)
        {
            case PayloadKind.Keywords:
                string any = Any(values.Select(value => HasElement(field, value)))!;
                return wanted ? any : $"(not {any})";
            case PayloadKind.Keyword:
                return In(field, [.. values.Select(value => Text(value.Keyword))], wanted);
            case PayloadKind.Boolean:
                return In(field, [.. values.Select(value => value.Boolean ? "1" : "0")], wanted);
            default:
                // To leave out what rounds to the same number would leave out what matches.
                string?[] literals = [.. values.Where(value => wanted || IsExact(value)).Select(value => AttributeText.Literal(Number(value)))];
                if (wanted)
                    return Array.Exists(literals, literal => literal is null) ? null : In(field, literals!, wanted: true);
                string[] exact = [.. literals.OfType<string>()];
                return exact.Length == 0 ? null : In(field, exact, wanted: false);
        }
    }

    private static string In(string field, string[] literals, bool wanted)
    {
        if (literals.Length == 1)
            return $"({Value(field)} {(wanted ? "==" : "!=")} {literals[0]})";
        string among = $"({Value(field)} in [{string.Join(", ", literals)}])";
        return wanted ? among : $"(not {among})";
    }

    private static string Exists(string field, PayloadKind kind, bool wanted) => kind switch
    {
        PayloadKind.Geo => $"(.{ElementAttributes.Latitude(field)} {(wanted ? "<" : "==")} {ElementAttributes.Nowhere})",
        PayloadKind.Boolean => wanted ? $"({Value(field)} in [0, 1])" : $"(not ({Value(field)} in [0, 1]))",
        // A string is never empty there, and a list is true without elements too.
        PayloadKind.Keyword or PayloadKind.Keywords or PayloadKind.Text => wanted ? Value(field) : $"(not {Value(field)})",
        _ => wanted ? IsNumber(field) : IsNoNumber(field),
    };

    // null + 0 is 0, and equals null no more.
    private static string IsNumber(string field) => $"({Value(field)} == {Value(field)} + 0)";

    private static string IsNoNumber(string field) => $"({Value(field)} != {Value(field)} + 0)";

    private static string HasElement(string field, PayloadValue value) => $"({Text(value.Keyword)} in {Value(field)})";

    private static string HasWord(string field, string word) => $"({Text(word)} in {Value(field)} or {Value(field)} == 1)";

    private static string? Within(WithinFilter box)
    {
        if (AttributeText.Literal(box.SouthWest.Latitude) is not { } south || AttributeText.Literal(box.NorthEast.Latitude) is not { } north
            || AttributeText.Literal(box.SouthWest.Longitude) is not { } west || AttributeText.Literal(box.NorthEast.Longitude) is not { } east)
        {
            return null;
        }
        string latitude = $".{ElementAttributes.Latitude(box.Field)}", longitude = $".{ElementAttributes.Longitude(box.Field)}";
        bool crosses = box.SouthWest.Longitude > box.NorthEast.Longitude;
        string lengthwise = $"({longitude} >= {west} {(crosses ? "or" : "and")} {longitude} <= {east})";
        // The 180th meridian is -180 too.
        if (box.Contains(new GeoPoint(box.SouthWest.Latitude, 180)))
            lengthwise = $"({lengthwise} or {longitude} == 180 or {longitude} == -180)";
        return $"({latitude} >= {south} and {latitude} <= {north} and {lengthwise})";
    }

    // The band of latitudes around the circle: a place outside of it is farther away.
    private static string? Near(NearFilter circle)
    {
        double degrees = (circle.Meters / GeoPoint.EarthRadius * 180 / Math.PI) + DegreeSlack;
        string latitude = $".{ElementAttributes.Latitude(circle.Field)}";
        return AttributeText.Literal(Math.Max(circle.Center.Latitude - degrees, -90)) is { } south
            && AttributeText.Literal(Math.Min(circle.Center.Latitude + degrees, 90)) is { } north
            ? $"({latitude} >= {south} and {latitude} <= {north})"
            : null;
    }

    private static string Value(string field) => $".{ElementAttributes.Value(field)}";

    private static string Text(string value)
    {
        StringBuilder text = new();
        AttributeText.Append(text, value);
        return text.ToString();
    }

    private static double Number(PayloadValue value) => value.Kind is PayloadKind.Time ? value.TimeMicros : value.Number;

    private static bool IsExact(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Integer => IsExact(value.Integer),
        PayloadKind.Time => IsExact(value.TimeMicros),
        _ => true,
    };

    private static bool IsExact(long value) => value is > -AttributeText.ExactBelow and < AttributeText.ExactBelow;

    private static ComparisonOperator Opposite(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        _ => ComparisonOperator.Greater,
    };

    // A number that was rounded may be equal to what is greater.
    private static string Symbol(ComparisonOperator comparison, bool exact) => comparison switch
    {
        ComparisonOperator.Greater => exact ? ">" : ">=",
        ComparisonOperator.GreaterOrEqual => ">=",
        ComparisonOperator.Less => exact ? "<" : "<=",
        _ => "<=",
    };

    private static bool Passes(string comparison, double value) => comparison switch
    {
        ">" => 0 > value,
        ">=" => 0 >= value,
        "<" => 0 < value,
        _ => 0 <= value,
    };
}
