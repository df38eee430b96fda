namespace Perto.Vectors;

// The checks that every provider makes before it does anything.
public sealed partial class CollectionSchema
{
    /// <summary>Checks a record and gives it with each payload value in its field's own kind, and without missing values.</summary>
    /// <param name="record">What a caller wants to write.</param>
    /// <param name="path">Put before field names in messages: <c>records[3].</c></param>
    /// <exception cref="VectorStoreException">The record does not fit.</exception>
    public VectorRecord Bind(VectorRecord record, string path = "")
    {
        ArgumentNullException.ThrowIfNull(record);
        RecordRules.CheckId(record.Id, $"{path}id");
        foreach ((string name, ReadOnlyMemory<float> vector) in record.Vectors)
            RecordRules.CheckVector(Vector(name, $"{path}vectors.{name}"), vector.Span, $"{path}vectors.{name}");

        Dictionary<string, PayloadValue> payload = new(record.Payload.Count, StringComparer.Ordinal);
        foreach ((string name, PayloadValue value) in record.Payload)
        {
            if (BindValue(name, value, path) is { Kind: not PayloadKind.None } bound)
                payload.Add(name, bound);
        }
        return new VectorRecord(record.Id) { Vectors = record.Vectors, Payload = payload, ExpiresAt = record.ExpiresAt };
    }

    /// <summary>
    /// Checks records one by one, as <see cref="Bind(VectorRecord, string)"/>; of records with the same id the last stays.
    /// </summary>
    /// <exception cref="VectorStoreException">A record does not fit; the field begins with <c>records[3].</c></exception>
    public IReadOnlyList<VectorRecord> Bind(IReadOnlyList<VectorRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        List<VectorRecord> bound = new(records.Count);
        Dictionary<string, int> position = new(records.Count, StringComparer.Ordinal);
        for (int i = 0; i < records.Count; i++)
        {
            VectorRecord record = Bind(records[i], $"records[{i}].");
            if (position.TryAdd(record.Id, bound.Count))
                bound.Add(record);
            else
                bound[position[record.Id]] = record;
        }
        return bound;
    }

    /// <summary>
    /// Checks a change of payload and gives it with each value in its field's own kind; missing values stay, as removals.
    /// </summary>
    /// <exception cref="VectorStoreException">A field or value does not fit.</exception>
    public IReadOnlyDictionary<string, PayloadValue> Bind(IReadOnlyDictionary<string, PayloadValue> patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return patch.ToDictionary(p => p.Key, p => BindValue(p.Key, p.Value, path: ""), StringComparer.Ordinal);
    }

    /// <summary>Checks a filter and gives it with each value in its field's own kind.</summary>
    /// <exception cref="VectorStoreException">It names an unknown field, or compares one with what it cannot hold.</exception>
    public Filter Bind(Filter filter, string path = "")
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Match<Filter>(
            comparison: f => BindComparison(f, $"{path}filter.{f.Field}"),
            set: f => BindSet(f, $"{path}filter.{f.Field}"),
            exists: f => BindExists(f, $"{path}filter.{f.Field}"),
            and: f => new AndFilter([.. f.Operands.Select(o => Bind(o, path))]),
            or: f => new OrFilter([.. f.Operands.Select(o => Bind(o, path))]),
            not: f => new NotFilter(Bind(f.Operand, path)));
    }

    /// <summary>Checks a query, its filter excepted, and gives the field that it searches.</summary>
    /// <param name="query">What a caller asks.</param>
    /// <param name="path">Put before field names in messages: <c>queries[2].</c></param>
    /// <exception cref="VectorStoreException">The query does not fit.</exception>
    public VectorField Bind(VectorQuery query, string path = "")
    {
        ArgumentNullException.ThrowIfNull(query);
        return CheckSearch(query.Vector, query.Value.Span, query.K, query.MinimumScore, path);
    }

    internal VectorField CheckSearch(string vector, ReadOnlySpan<float> value, int k, float? minimumScore, string path = "")
    {
        VectorField field = Vector(vector, $"{path}vector");
        RecordRules.CheckVector(field, value, $"{path}value");
        if (k is < 1 or > VectorQuery.MaxK)
            throw new VectorStoreException($"{path}k", k, $"1..{VectorQuery.MaxK}");
        if (minimumScore is { } minimum && !float.IsFinite(minimum))
            throw new VectorStoreException($"{path}minimum_score", minimum, "finite");
        return field;
    }

    private ComparisonFilter BindComparison(ComparisonFilter filter, string path)
    {
        PayloadField field = Field(filter.Field, path);
        bool ordered = field.Kind is PayloadKind.Integer or PayloadKind.Number or PayloadKind.Time;
        if (!ordered && filter.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual))
        {
            throw new VectorStoreException(
                path, filter.Operator, $"compared by $eq, $ne, $in, $nin or $exists, as a {field.Kind} has no order");
        }
        return new ComparisonFilter(filter.Field, filter.Operator, PayloadRules.Fit(ElementKind(field), filter.Value, path));
    }

    private SetFilter BindSet(SetFilter filter, string path)
    {
        PayloadField field = Field(filter.Field, path);
        if (filter.Operator is SetOperator.All && field.Kind is not PayloadKind.Keywords)
            throw new VectorStoreException(path, "$all", $"compared by $in or $nin, as a {field.Kind} is no list");
        return new SetFilter(
            filter.Field, filter.Operator, filter.Values.Select((v, i) => PayloadRules.Fit(ElementKind(field), v, $"{path}[{i}]")));
    }

    private ExistsFilter BindExists(ExistsFilter filter, string path)
    {
        Field(filter.Field, path);
        return filter;
    }

    private static PayloadKind ElementKind(PayloadField field) =>
        field.Kind is PayloadKind.Keywords ? PayloadKind.Keyword : field.Kind;

    private PayloadValue BindValue(string name, PayloadValue value, string path)
    {
        PayloadField field = Field(name, $"{path}payload.{name}");
        return value.Kind is PayloadKind.None ? value : PayloadRules.Fit(field.Kind, value, $"{path}payload.{name}");
    }

    private VectorField Vector(string name, string path) => VectorIndex(name) is >= 0 and var index
        ? Vectors[index]
        : throw Unknown(path, name, "vectors", Vectors.Select(f => f.Name));

    private PayloadField Field(string name, string path) => PayloadIndex(name) is >= 0 and var index
        ? Payload[index]
        : throw Unknown(path, name, "payload fields", Payload.Select(f => f.Name));

    private static VectorStoreException Unknown(string path, string name, string what, IEnumerable<string> names) =>
        new(path, name, $"one of the schema's {what}: {string.Join(", ", names.DefaultIfEmpty("none"))}");
}
