namespace Perto.Vectors.Tests;

/// <summary>What a filter means, one record at a time, written to be read rather than to be fast.</summary>
internal static class SlowFilter
{
    public static bool Matches(Filter filter, VectorRecord record) => filter.Match(
        comparison: f => f.Operator switch
        {
            ComparisonOperator.Equal => HasAny(record, f.Field, [f.Value]),
            ComparisonOperator.NotEqual => !HasAny(record, f.Field, [f.Value]),
            _ => record.Payload.TryGetValue(f.Field, out PayloadValue value) && Holds(f.Operator, Compare(value, f.Value)),
        },
        set: f => f.Operator switch
        {
            SetOperator.In => HasAny(record, f.Field, f.Values),
            SetOperator.NotIn => !HasAny(record, f.Field, f.Values),
            _ => record.Payload.TryGetValue(f.Field, out PayloadValue list) && f.Values.All(v => list.Keywords.Contains(v.Keyword)),
        },
        exists: f => record.Payload.ContainsKey(f.Field) == f.Exists,
        near: f => record.Payload.TryGetValue(f.Field, out PayloadValue place) && f.Center.MetersTo(place.Geo) <= f.Meters,
        within: f => record.Payload.TryGetValue(f.Field, out PayloadValue place) && f.Contains(place.Geo),
        words: f => record.Payload.TryGetValue(f.Field, out PayloadValue text) && f.Words.All(TextWords.Distinct(text.Keyword).Contains),
        and: f => f.Operands.All(o => Matches(o, record)),
        or: f => f.Operands.Any(o => Matches(o, record)),
        not: f => !Matches(f.Operand, record));

    private static bool HasAny(VectorRecord record, string field, IReadOnlyList<PayloadValue> values)
    {
        if (!record.Payload.TryGetValue(field, out PayloadValue value))
            return false;
        return value.Kind == PayloadKind.Keywords ? value.Keywords.Any(k => values.Contains(k)) : values.Contains(value);
    }

    private static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Greater => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        ComparisonOperator.Less => order < 0,
        _ => order <= 0,
    };

    private static int Compare(PayloadValue x, PayloadValue y) => x.Kind switch
    {
        PayloadKind.Integer => x.Integer.CompareTo(y.Integer),
        PayloadKind.Time => x.Time.CompareTo(y.Time),
        _ => x.Number.CompareTo(y.Number),
    };
}
