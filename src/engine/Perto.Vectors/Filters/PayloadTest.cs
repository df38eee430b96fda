namespace Perto.Vectors;

/// <summary>
/// What a filter means for the payload of one record: for providers whose server cannot say it, or cannot say all of it. The filter is bound
/// to the schema.
/// </summary>
internal static class PayloadTest
{
    /// <summary>Turns a filter into a test of payloads.</summary>
    public static Func<IReadOnlyDictionary<string, PayloadValue>, bool> Of(Filter filter) =>
        filter.Match<Func<IReadOnlyDictionary<string, PayloadValue>, bool>>(
            comparison: f => f.Operator switch
            {
                ComparisonOperator.Equal => payload => Has(payload, f.Field, f.Value.Equals),
                ComparisonOperator.NotEqual => payload => !Has(payload, f.Field, f.Value.Equals),
                ComparisonOperator.Greater => payload => Order(payload, f) > 0,
                ComparisonOperator.GreaterOrEqual => payload => Order(payload, f) >= 0,
                ComparisonOperator.Less => payload => Order(payload, f) < 0,
                _ => payload => Order(payload, f) <= 0,
            },
            set: f =>
            {
                HashSet<PayloadValue> values = [.. f.Values];
                return f.Operator switch
                {
                    SetOperator.In => payload => Has(payload, f.Field, values.Contains),
                    SetOperator.NotIn => payload => !Has(payload, f.Field, values.Contains),
                    _ => payload => payload.TryGetValue(f.Field, out PayloadValue list) && values.All(value => list.Keywords.Contains(value.Keyword)),
                };
            },
            exists: f => payload => payload.ContainsKey(f.Field) == f.Exists,
            near: f => payload => payload.TryGetValue(f.Field, out PayloadValue place) && f.Contains(place.Geo),
            within: f => payload => payload.TryGetValue(f.Field, out PayloadValue place) && f.Contains(place.Geo),
            words: f => payload => payload.TryGetValue(f.Field, out PayloadValue text) && HasWords(text.Keyword, f.Words),
            and: f =>
            {
                Func<IReadOnlyDictionary<string, PayloadValue>, bool>[] operands = [.. f.Operands.Select(Of)];
                return payload => Array.TrueForAll(operands, operand => operand(payload));
            },
            or: f =>
            {
                Func<IReadOnlyDictionary<string, PayloadValue>, bool>[] operands = [.. f.Operands.Select(Of)];
                return payload => Array.Exists(operands, operand => operand(payload));
            },
            not: f =>
            {
                Func<IReadOnlyDictionary<string, PayloadValue>, bool> operand = Of(f.Operand);
                return payload => !operand(payload);
            });

    private static bool Has(IReadOnlyDictionary<string, PayloadValue> payload, string field, Func<PayloadValue, bool> isMeant)
    {
        if (!payload.TryGetValue(field, out PayloadValue value))
            return false;
        return value.Kind is PayloadKind.Keywords ? value.Keywords.Any(keyword => isMeant(keyword)) : isMeant(value);
    }

    // NaN answers no to every comparison, as a missing field must.
    private static double Order(IReadOnlyDictionary<string, PayloadValue> payload, ComparisonFilter filter)
    {
        if (!payload.TryGetValue(filter.Field, out PayloadValue value))
            return double.NaN;
        return value.Kind switch
        {
            PayloadKind.Integer => value.Integer.CompareTo(filter.Value.Integer),
            PayloadKind.Time => value.TimeMicros.CompareTo(filter.Value.TimeMicros),
            _ => value.Number.CompareTo(filter.Value.Number),
        };
    }

    private static bool HasWords(string text, IReadOnlyList<string> words)
    {
        HashSet<string> missing = new(words, StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = missing.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (ReadOnlySpan<char> word in new TextWords(text))
        {
            if (lookup.Remove(word) && missing.Count == 0)
                return true;
        }
        return false;
    }
}
