using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>What a filter means, one record at a time, written to be read rather than to be fast.</summary>
internal static class NaiveFilter
{
    public static bool Matches(Filter filter, VectorRecord record) => filter.Match(
        comparison: f => f.Operator switch
        {
            ComparisonOperator.Equal => HasAny(record, f.Field, [f.Value]),
            ComparisonOperator.NotEqual => !HasAny(record, f.Field, [f.Value]),
            ComparisonOperator.Greater => Compare(record, f) > 0,
            ComparisonOperator.GreaterOrEqual => Compare(record, f) >= 0,
            ComparisonOperator.Less => Compare(record, f) < 0,
            _ => Compare(record, f) <= 0,
        },
        set: f => f.Operator switch
        {
            SetOperator.In => HasAny(record, f.Field, f.Values),
            SetOperator.NotIn => !HasAny(record, f.Field, f.Values),
            _ => record.Payload.TryGetValue(f.Field, out PayloadValue list) && f.Values.All(v => list.Keywords.Contains(v.Keyword)),
        },
        exists: f => record.Payload.ContainsKey(f.Field) == f.Exists,
        and: f => f.Operands.All(o => Matches(o, record)),
        or: f => f.Operands.Any(o => Matches(o, record)),
        not: f => !Matches(f.Operand, record));

    private static bool HasAny(VectorRecord record, string field, IReadOnlyList<PayloadValue> values)
    {
        if (!record.Payload.TryGetValue(field, out PayloadValue value))
            return false;
        return value.Kind == PayloadKind.Keywords ? value.Keywords.Any(k => values.Contains(k)) : values.Contains(value);
    }

    // NaN answers no to every comparison, as a missing field must.
    private static double Compare(VectorRecord record, ComparisonFilter filter)
    {
        if (!record.Payload.TryGetValue(filter.Field, out PayloadValue value))
            return double.NaN;
        return value.Kind == PayloadKind.Time ? value.Time.CompareTo(filter.Value.Time) : value.Number.CompareTo(filter.Value.Number);
    }
}
