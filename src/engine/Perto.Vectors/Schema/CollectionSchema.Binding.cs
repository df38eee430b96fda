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
        foreach ((string name, VectorValue vector) in record.Vectors)
            RecordRules.CheckVector(Vector(name, $"{path}vectors.{name}"), vector, $"{path}vectors.{name}");

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

    /// <summary>
    /// Checks a change of a record and gives it with each payload value in its field's own kind; missing values stay, as removals.
    /// </summary>
    /// <exception cref="VectorStoreException">A field, value or vector does not fit, or it both sets and removes the expiry.</exception>
    public VectorPatch Bind(VectorPatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        foreach ((string name, VectorValue? vector) in patch.Vectors)
        {
            VectorField field = Vector(name, $"vectors.{name}");
            if (vector is { } value)
                RecordRules.CheckVector(field, value, $"vectors.{name}");
        }
        if (patch is { NeverExpires: true, ExpiresAt: { } moment })
            throw new VectorStoreException("expires_at", moment, "left out of a patch that removes the expiry");
        return new VectorPatch
        {
            Payload = patch.Payload.ToDictionary(p => p.Key, p => BindValue(p.Key, p.Value, path: ""), StringComparer.Ordinal),
            Vectors = patch.Vectors,
            ExpiresAt = patch.ExpiresAt,
            NeverExpires = patch.NeverExpires,
        };
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
            near: f => BindOf(f, f.Field, PayloadKind.Geo, $"{path}filter.{f.Field}.$near"),
            within: f => BindOf(f, f.Field, PayloadKind.Geo, $"{path}filter.{f.Field}.$within"),
            words: f => BindOf(f, f.Field, PayloadKind.Text, $"{path}filter.{f.Field}.$words"),
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
        VectorField field = Vector(query.Vector, $"{path}vector");
        RecordRules.CheckVector(field, query.Value, $"{path}value");
        CheckLimits(query.K, query.MinimumScore, path);
        CheckEf(query.Ef, path);
        CheckGroup(query.Group, path);
        return field;
    }

    /// <summary>Checks a query of several vectors, its filter excepted.</summary>
    /// <exception cref="VectorStoreException">The query does not fit; the field names the part: <c>parts[1].value</c>.</exception>
    public void Bind(FusedQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Parts is not { Count: >= FusedQuery.MinParts and <= FusedQuery.MaxParts })
            throw new VectorStoreException("parts", $"{query.Parts?.Count} parts", $"{FusedQuery.MinParts}..{FusedQuery.MaxParts} vectors");
        for (int i = 0; i < query.Parts.Count; i++)
            CheckPart(query.Parts[i], $"parts[{i}].");
        if (!Enum.IsDefined(query.Fusion))
            throw new VectorStoreException("fusion", query.Fusion, string.Join(", ", Enum.GetNames<FusionMethod>()));
        CheckLimits(query.K, query.MinimumScore, path: "");
        CheckGroup(query.Group, path: "");
    }

    internal VectorField CheckSearch(string vector, ReadOnlySpan<float> value, int k, float? minimumScore, string path = "")
    {
        VectorField field = Vector(vector, $"{path}vector");
        if (field.Kind != VectorKind.Dense)
            throw new VectorStoreException($"{path}vector", vector, "the name of a dense vector");
        RecordRules.CheckDense(field, value, $"{path}value");
        CheckLimits(k, minimumScore, path);
        return field;
    }

    private void CheckPart(FusedPart part, string path)
    {
        RecordRules.CheckVector(Vector(part.Vector, $"{path}vector"), part.Value, $"{path}value");
        // Written so that NaN fails it.
        if (!(part.Weight > 0 && double.IsFinite(part.Weight)))
            throw new VectorStoreException($"{path}weight", part.Weight, "finite and greater than 0");
        if (part.Candidates is < 1 or > VectorQuery.MaxK)
            throw new VectorStoreException($"{path}candidates", part.Candidates, $"1..{VectorQuery.MaxK}");
        CheckEf(part.Ef, path);
    }

    private static void CheckLimits(int k, float? minimumScore, string path)
    {
        if (k is < 1 or > VectorQuery.MaxK)
            throw new VectorStoreException($"{path}k", k, $"1..{VectorQuery.MaxK}");
        if (minimumScore is { } minimum && !float.IsFinite(minimum))
            throw new VectorStoreException($"{path}minimum_score", minimum, "finite");
    }

    internal static void CheckEf(int? ef, string path)
    {
        if (ef is < 1 or > VectorQuery.MaxEf)
            throw new VectorStoreException($"{path}ef", ef, $"1..{VectorQuery.MaxEf}");
    }

    private void CheckGroup(GroupBy? group, string path)
    {
        if (group is null)
            return;
        PayloadField field = Field(group.Field, $"{path}group.field");
        if (field.Kind is not (PayloadKind.Keyword or PayloadKind.Integer or PayloadKind.Boolean))
            throw new VectorStoreException($"{path}group.field", field, "a keyword, integer or boolean field");
        if (group.Size is < 1 or > VectorQuery.MaxK)
            throw new VectorStoreException($"{path}group.size", group.Size, $"1..{VectorQuery.MaxK}");
    }

    private ComparisonFilter BindComparison(ComparisonFilter filter, string path)
    {
        PayloadField field = Comparable(filter.Field, path);
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
        PayloadField field = Comparable(filter.Field, path);
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

    private Filter BindOf(Filter filter, string name, PayloadKind kind, string path) => Field(name, path) is var field && field.Kind == kind
        ? filter
        : throw new VectorStoreException(path, field, kind is PayloadKind.Geo ? "asked of a field of places" : "asked of a field of text");

    private PayloadField Comparable(string name, string path) => Field(name, path) switch
    {
        { Kind: PayloadKind.Geo } place => throw new VectorStoreException(path, place, "matched by $near, $within or $exists, as it holds places"),
        { Kind: PayloadKind.Text } text => throw new VectorStoreException(path, text, "matched by $words or $exists, as it holds text"),
        var field => field,
    };

    private static PayloadKind ElementKind(PayloadField field) =>
        field.Kind is PayloadKind.Keywords ? PayloadKind.Keyword : field.Kind;

    private PayloadValue BindValue(string name, PayloadValue value, string path)
    {
        PayloadField field = Field(name, $"{path}payload.{name}");
        return value.Kind is PayloadKind.None ? value : PayloadRules.Fit(field.Kind, value, $"{path}payload.{name}");
    }

    internal VectorField Vector(string name, string path) => VectorIndex(name) is >= 0 and var index
        ? Vectors[index]
        : throw Unknown(path, name, "vectors", Vectors.Select(f => f.Name));

    internal PayloadField Field(string name, string path) => PayloadIndex(name) is >= 0 and var index
        ? Payload[index]
        : throw Unknown(path, name, "payload fields", Payload.Select(f => f.Name));

    private static VectorStoreException Unknown(string path, string name, string what, IEnumerable<string> names) =>
        new(path, name, $"one of the schema's {what}: {string.Join(", ", names.DefaultIfEmpty("none"))}");
}
