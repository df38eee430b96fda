namespace Perto.Vectors;

/// <summary>
/// What a condition may name and compare with, whatever the schema; the schema's own rules come when the filter is bound.
/// </summary>
internal static class FilterOperands
{
    public static string Field(string field) =>
        !string.IsNullOrEmpty(field) && field[0] != '$' && TextRules.IsStorable(field)
            ? field
            : throw new VectorStoreException("filter", field, "about a payload field; names do not begin with '$'");

    public static PayloadValue Value(string field, PayloadValue value) => value.Kind switch
    {
        PayloadKind.None => throw new VectorStoreException(
            $"filter.{field}", null, "compared with a value; a missing field is asked for with $exists"),
        PayloadKind.Keywords => throw new VectorStoreException(
            $"filter.{field}", value, "compared with single values; $in, $nin and $all take several"),
        PayloadKind.Geo => throw new VectorStoreException(
            $"filter.{field}", value, "compared with single values; a place is asked for with $near or $within"),
        PayloadKind.Number when !double.IsFinite(value.Number) => throw new VectorStoreException(
            $"filter.{field}", value, "compared with a finite number"),
        PayloadKind.Keyword when !TextRules.IsStorable(value.Keyword) => throw new VectorStoreException(
            $"filter.{field}", value, $"compared with {TextRules.Allowed}"),
        _ => value,
    };
}
