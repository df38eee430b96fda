using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Says a filter that is bound to the schema in the service's words, exactly.</summary>
internal sealed class FilterTranslation(CollectionSchema schema)
{
    // The service's own limit of a list.
    private const int LongestList = 10_000;

    /// <summary>The same, in conditions on metadata.</summary>
    public Condition Of(Filter filter) => Of(filter, negated: false);

    // Negations are carried down to the single conditions, so that none of these is negated twice.
    private Condition Of(Filter filter, bool negated) => filter.Match(
        comparison: f => Single(Of(f), negated != (f.Operator is ComparisonOperator.NotEqual)),
        set: f => Single(Of(f), negated != (f.Operator is SetOperator.NotIn)),
        exists: f => Single(Exists(f.Field), negated == f.Exists),
        near: f => throw Missing(f.Field, VectorStoreCapabilities.Geo),
        within: f => throw Missing(f.Field, VectorStoreCapabilities.Geo),
        words: f => throw Missing(f.Field, VectorStoreCapabilities.Text),
        and: f => Join(f.Operands, conjunction: !negated, negated),
        or: f => Join(f.Operands, conjunction: negated, negated),
        not: f => Of(f.Operand, !negated));

    private Condition Join(IReadOnlyList<Filter> operands, bool conjunction, bool negated) => conjunction
        ? Condition.AllOf(operands.Select(operand => Of(operand, negated)))
        : Condition.AnyOf(operands.Select(operand => Of(operand, negated)));

    private static Condition Single(Condition condition, bool negated) => negated ? condition.Negated : condition;

    private static Condition Of(ComparisonFilter filter) => filter.Operator switch
    {
        ComparisonOperator.Equal or ComparisonOperator.NotEqual => Equal(filter.Field, filter.Value),
        ComparisonOperator.Greater => Ordered(filter, "$gt", "$gt"),
        ComparisonOperator.GreaterOrEqual => Ordered(filter, "$gt", "$gte"),
        ComparisonOperator.Less => Ordered(filter, "$lt", "$lt"),
        _ => Ordered(filter, "$lt", "$lte"),
    };

    private Condition Of(SetFilter filter) => filter.Operator is SetOperator.All
        ? Condition.AllOf([Exists(filter.Field), .. filter.Values.Select(value => Equal(filter.Field, value))])
        : OneOf(filter.Field, filter.Values);

    private Condition Exists(string field) => Kind(field) is PayloadKind.Keywords
        ? Condition.AnyOf([Condition.Exists(field), Condition.Exists(MetadataKeys.Empty(field))])
        : Condition.Exists(field);

    private static Condition Equal(string field, PayloadValue value)
    {
        if (Integer(value) is not { } exact)
            return new Condition.Comparison(field, "$eq", Operand(value));
        Condition equal = new Condition.Comparison(field, "$eq", exact.High);
        return exact.IsSmall ? equal : Condition.AllOf([equal, new Condition.Comparison(MetadataKeys.Low(field), "$eq", exact.Low)]);
    }

    // By the nearest doubles, and where they are equal by the rests.
    private static Condition Ordered(ComparisonFilter filter, string strictly, string comparison)
    {
        if (Integer(filter.Value) is not { } exact)
            return new Condition.Comparison(filter.Field, comparison, Operand(filter.Value));
        if (exact.IsSmall)
            return new Condition.Comparison(filter.Field, comparison, exact.High);
        return Condition.AnyOf(
        [
            new Condition.Comparison(filter.Field, strictly, exact.High),
            Condition.AllOf(
            [
                new Condition.Comparison(filter.Field, "$eq", exact.High),
                new Condition.Comparison(MetadataKeys.Low(filter.Field), comparison, exact.Low),
            ]),
        ]);
    }

    private static Condition OneOf(string field, IReadOnlyList<PayloadValue> values)
    {
        PayloadValue[] plain = [.. values.Where(value => value.Kind is not PayloadKind.Boolean && Integer(value) is null or { IsSmall: true })];
        return Condition.AnyOf(
        [
            .. plain.Chunk(LongestList).Select(some => List(field, some)),
            .. values.Except(plain).Select(value => Equal(field, value)),
        ]);
    }

    private static Condition List(string field, PayloadValue[] values) => new Condition.Comparison(field, "$in", values[0].Kind is PayloadKind.Keyword
        ? Array.ConvertAll(values, value => value.Keyword)
        : Array.ConvertAll(values, value => Integer(value)?.High ?? value.Number));

    private static ExactInteger? Integer(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Integer => ExactInteger.Of(value.Integer),
        PayloadKind.Time => ExactInteger.Of(value.TimeMicros),
        _ => null,
    };

    private static object Operand(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Keyword => value.Keyword,
        PayloadKind.Boolean => value.Boolean,
        _ => value.Number,
    };

    private PayloadKind Kind(string field) => schema.Payload[schema.PayloadIndex(field)].Kind;

    // No schema has such a field, so no filter that is bound to one asks for it.
    private static CapabilityMissingException Missing(string field, VectorStoreCapabilities missing) =>
        new($"filter.{field}", PineconeVectorStore.ProviderName, missing);
}
