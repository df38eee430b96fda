using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Answers a filter that is bound to the schema for a record that was read: where records come in the order of their ids, the service filters none.</summary>
internal static class RecordFilter
{
    public static bool Matches(Filter filter, VectorRecord record) => filter.Match(
        comparison: f => Matches(f, record),
        set: f => f.Operator switch
        {
            SetOperator.In => HasAny(record, f.Field, f.Values),
            SetOperator.NotIn => !HasAny(record, f.Field, f.Values),
            _ => record.Payload.ContainsKey(f.Field) && f.Values.All(value => HasAny(record, f.Field, [value])),
        },
        exists: f => record.Payload.ContainsKey(f.Field) == f.Exists,
        near: f => record.Payload.TryGetValue(f.Field, out PayloadValue place) && f.Contains(place.Geo),
        within: f => record.Payload.TryGetValue(f.Field, out PayloadValue place) && f.Contains(place.Geo),
        words: f => record.Payload.TryGetValue(f.Field, out PayloadValue text) && f.Words.All(TextWords.Distinct(text.Keyword).Contains),
        and: f => f.Operands.All(operand => Matches(operand, record)),
        or: f => f.Operands.Any(operand => Matches(operand, record)),
        not: f => !Matches(f.Operand, record));

    private static bool Matches(ComparisonFilter filter, VectorRecord record)
    {
        if (filter.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
            return HasAny(record, filter.Field, [filter.Value]) == (filter.Operator is ComparisonOperator.Equal);
        if (!record.Payload.TryGetValue(filter.Field, out PayloadValue value))
            return false;
        int order = value.Kind switch
        {
            PayloadKind.Integer => value.Integer.CompareTo(filter.Value.Integer),
            PayloadKind.Time => value.TimeMicros.CompareTo(filter.Value.TimeMicros),
            _ => value.Number.CompareTo(filter.Value.Number),
        };
        return filter.Operator switch
        {
            ComparisonOperator.Greater => order > 0,
            ComparisonOperator.GreaterOrEqual => order >= 0,
            ComparisonOperator.Less => order < 0,
            _ => order <= 0,
        };
    }

    private static bool HasAny(VectorRecord record, string field, IReadOnlyList<PayloadValue> values) =>
        record.Payload.TryGetValue(field, out PayloadValue value)
        && (value.Kind is PayloadKind.Keywords ? value.Keywords.Any(keyword => values.Contains(keyword)) : values.Contains(value));
}
