using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>
/// Generators of records, filters and operations over few ids and few values, so that they meet often. Of vectors and fields that a
/// provider does not declare there are none.
/// </summary>
/// <remarks>
/// Values are small multiples of a quarter: inner products, sums of squares and differences of bits are exact in float, so ties are ties.
/// </remarks>
internal sealed class Model(VectorStoreCapabilities capabilities)
{
    private static readonly (VectorStoreCapabilities Needed, string Field, Gen<PayloadValue> Value)[] AllFields =
    [
        (VectorStoreCapabilities.None, "word", Word.Select(w => (PayloadValue)w)),
        (VectorStoreCapabilities.None, "words", Word.ArrayOf().Select(words => (PayloadValue)words)),
        (VectorStoreCapabilities.None, "small", Small),
        (VectorStoreCapabilities.None, "half", Half),
        (VectorStoreCapabilities.None, "flag", Flag),
        (VectorStoreCapabilities.None, "day", Day),
        (VectorStoreCapabilities.Geo, "at", Place.Select(place => (PayloadValue)place)),
        (VectorStoreCapabilities.Text, "text", Text.Select(text => (PayloadValue)text)),
    ];

    private readonly (string Field, Gen<PayloadValue> Value)[] _fields =
        [.. AllFields.Where(field => capabilities.HasFlag(field.Needed)).Select(field => (field.Field, field.Value))];

    private static readonly (VectorStoreCapabilities Needed, string Name, Gen<VectorValue> Value)[] AllVectors =
    [
        (VectorStoreCapabilities.None, "v", Dense),
        (VectorStoreCapabilities.Bits, "b", Bits),
        (VectorStoreCapabilities.Sparse, "s", Weights),
        (VectorStoreCapabilities.Bm25, "t", Counts),
    ];

    /// <summary>The vectors that records have, and how each is made.</summary>
    public IReadOnlyList<(string Name, Gen<VectorValue> Value)> Vectors { get; } =
        [.. AllVectors.Where(vector => Has(capabilities, vector.Needed)).Select(vector => (vector.Name, vector.Value))];

    public Gen<VectorRecord> Record =>
        from id in Id
        from vectors in VectorsOf
        from payload in Payload
        select new VectorRecord(id) { Vectors = vectors, Payload = payload };

    public Gen<Filter> Filter => FilterOf(depth: 3);

    public Gen<ModelOperation> Operation => Gen.Frequency<ModelOperation>(
        (6, Record.ArrayOf().Select(records => (ModelOperation)new ModelOperation.Upsert(records))),
        (2, Id.ArrayOf().Select(ids => (ModelOperation)new ModelOperation.Delete(ids))),
        (1, Filter.Select(filter => (ModelOperation)new ModelOperation.DeleteMatching(filter))),
        (3, from id in Id from patch in VectorPatch select (ModelOperation)new ModelOperation.Update(id, patch)),
        (1, from id in Id from patch in Patch select (ModelOperation)new ModelOperation.UpdatePayload(id, patch)),
        (1, from filter in Filter from patch in Patch select (ModelOperation)new ModelOperation.UpdateMatching(filter, patch)));

    // They stand beside the dense vector.
    private static bool Has(VectorStoreCapabilities declared, VectorStoreCapabilities kind) =>
        kind is VectorStoreCapabilities.None || declared.HasFlag(kind | VectorStoreCapabilities.NamedVectors);

    private static Gen<VectorValue> Dense =>
        Gen.Choose(-8, 8).Select(i => i / 4f).ArrayOf(3).Where(v => v.Any(x => x != 0)).Select(v => (VectorValue)v);

    private static Gen<VectorValue> Bits => Gen.Choose(0, 7).ArrayOf(2).Select(b => (VectorValue)new BitVector(new[] { (byte)b[0], (byte)(b[1] << 5) }));

    private static Gen<VectorValue> Weights => Sparse(Gen.Choose(-4, 8).Select(i => i / 4f));

    private static Gen<VectorValue> Counts => Sparse(Gen.Choose(1, 3).Select(i => (float)i));

    private static Gen<string> Id => Gen.Choose(0, 40).Select(i => $"id-{i:00}");

    private static Gen<string> Word => Gen.Elements("a", "b", "c", "d");

    private static Gen<PayloadValue> Small => Gen.Choose(-3, 3).Select(i => (PayloadValue)(long)i);

    private static Gen<PayloadValue> Half => Gen.Choose(-6, 6).Select(i => (PayloadValue)(i / 2.0));

    private static Gen<PayloadValue> Flag => Gen.Elements(true, false).Select(b => (PayloadValue)b);

    private static Gen<PayloadValue> Day => Gen.Choose(0, 5).Select(i => (PayloadValue)DateTimeOffset.UnixEpoch.AddDays(i - 2));

    private static Gen<GeoPoint> Place =>
        from latitude in Gen.Elements(-90, -45, 0, 45, 90)
        from longitude in Gen.Elements(-180, -170, 0, 10, 170, 180)
        select new GeoPoint(latitude, longitude);

    private static Gen<string> Text => Gen.Elements("red", "RED", "planet", "café", "Cafe\u0301", "cafe", "a1", "...").ArrayOf().Select(words => string.Join(", ", words));

    private Gen<Dictionary<string, VectorValue>> VectorsOf =>
        Vectors.Aggregate(
            Gen.Constant<IEnumerable<KeyValuePair<string, VectorValue>>>([]),
            (some, vector) =>
                from others in some
                from value in vector.Value
                from has in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(!capabilities.HasFlag(VectorStoreCapabilities.NamedVectors))))
                select has ? others.Append(new(vector.Name, value)) : others)
            .Select(vectors => vectors.ToDictionary(v => v.Key, v => v.Value));

    private Gen<Dictionary<string, PayloadValue>> Patch =>
        _fields.Aggregate(
            Gen.Constant<IEnumerable<KeyValuePair<string, PayloadValue>>>([]),
            (some, of) =>
                from others in some
                from value in of.Value
                from how in Gen.Choose(0, 3)
                select how switch
                {
                    0 => others,
                    1 => others.Append(new(of.Field, PayloadValue.None)),
                    _ => others.Append(new(of.Field, value)),
                })
            .Select(fields => fields.ToDictionary(f => f.Key, f => f.Value));

    private Gen<Dictionary<string, PayloadValue>> Payload =>
        Patch.Select(patch => patch.Where(p => p.Value != PayloadValue.None).ToDictionary(p => p.Key, p => p.Value));

    private Gen<VectorPatch> VectorPatch =>
        from payload in Patch
        from vectors in VectorsOf
        from how in Gen.Elements(capabilities.HasFlag(VectorStoreCapabilities.NamedVectors) ? [0, 1, 2] : new[] { 0, 2 }).ArrayOf(Vectors.Count)
        select new VectorPatch
        {
            Payload = payload,
            Vectors = vectors.Keys.Where((_, i) => how[i] > 0)
                .ToDictionary(name => name, name => how[vectors.Keys.ToList().IndexOf(name)] == 1 ? (VectorValue?)null : vectors[name]),
        };

    public Action<CollectionSchemaBuilder> Schema(Metric metric) => s =>
    {
        s.Dense("v", 3, metric).Keyword("word").Keywords("words").Integer("small").Number("half").Boolean("flag").Time("day");
        if (Has(capabilities, VectorStoreCapabilities.Bits))
            s.Bits("b", 16);
        if (Has(capabilities, VectorStoreCapabilities.Sparse))
            s.Sparse("s", Metric.Dot);
        if (Has(capabilities, VectorStoreCapabilities.Bm25))
            s.Sparse("t");
        if (capabilities.HasFlag(VectorStoreCapabilities.Geo))
            s.Geo("at");
        if (capabilities.HasFlag(VectorStoreCapabilities.Text))
            s.Text("text");
    };

    public static double Distance(Metric metric, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, aa = 0, bb = 0, squares = 0, sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
            squares += Math.Pow((double)a[i] - b[i], 2);
            sum += Math.Abs((double)a[i] - b[i]);
        }
        return metric switch
        {
            Metric.Cosine => 1 - (dot / Math.Sqrt(aa * bb)),
            Metric.Dot => -dot,
            Metric.Euclidean => Math.Sqrt(squares),
            _ => sum,
        };
    }

    /// <summary>The distance of each record that a search of the field may find, out of all records of a collection.</summary>
    public static Dictionary<string, double> Distances(VectorField field, VectorValue query, IReadOnlyCollection<VectorRecord> records)
    {
        (string Id, VectorValue Value)[] having =
            [.. records.Where(r => r.Vectors.ContainsKey(field.Name)).Select(r => (r.Id, r.Vectors[field.Name]))];
        return field.Kind switch
        {
            VectorKind.Dense => having.ToDictionary(r => r.Id, r => Distance(field.Metric, query.Dense.Span, r.Value.Dense.Span)),
            VectorKind.Bits => having.ToDictionary(r => r.Id, r => (double)Differ(query.Bits.ToArray(), r.Value.Bits.ToArray())),
            _ => Relevance.Of(field.Metric, Entries(query), having.ToDictionary(r => r.Id, r => Entries(r.Value)))
                .ToDictionary(r => r.Key, r => -r.Value),
        };
    }

    public static string Describe(VectorRecord record) =>
        $"{record.Id} {string.Join(", ", record.Vectors.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={Describe(v.Value)}"))} "
        + string.Join(", ", record.Payload.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    private static Dictionary<uint, float> Entries(VectorValue value) =>
        value.Sparse.Dimensions.ToArray().Zip(value.Sparse.Values.ToArray()).ToDictionary(e => e.First, e => e.Second);

    private static int Differ(byte[] a, byte[] b) => a.Zip(b, (x, y) => BitOperations.PopCount((uint)(x ^ y))).Sum();

    private static string Describe(VectorValue value) => value.Kind switch
    {
        VectorKind.Dense => $"[{string.Join(' ', value.Dense.ToArray())}]",
        VectorKind.Bits => Convert.ToHexString(value.Bits.Span),
        _ => string.Join(' ', Entries(value).Select(e => $"{e.Key}:{e.Value}")),
    };

    private static Gen<VectorValue> Sparse(Gen<float> value) =>
        from values in value.ArrayOf(6)
        from which in Gen.Choose(1, 63)
        select (VectorValue)new SparseVector(
            [.. Enumerable.Range(0, 6).Where(i => (which >> i & 1) != 0).Select(i => (uint)i * 1_000_003)],
            [.. values.Where((_, i) => (which >> i & 1) != 0)]);

    private Gen<Filter> FilterOf(int depth)
    {
        if (depth == 0)
            return Condition();
        Gen<Filter> below = FilterOf(depth - 1);
        return Gen.Frequency(
            (3, Condition()),
            (2, below.ArrayOf().Select(operands => Perto.Vectors.Filter.And(operands))),
            (2, below.NonEmptyListOf().Select(operands => Perto.Vectors.Filter.Or(operands))),
            (1, below.Select(operand => !operand)));
    }

    private Gen<Filter> Condition()
    {
        Gen<PayloadValue> word = Word.Select(w => (PayloadValue)w);
        List<Gen<Filter>> conditions =
        [
            Equality("word", word), Equality("words", word), Equality("small", Small), Equality("half", Half), Equality("flag", Flag), Equality("day", Day),
            Order("small", Small), Order("half", Half), Order("day", Day),
            word.ArrayOf().Select(values => Perto.Vectors.Filter.ContainsAll("words", values)),
        ];
        if (capabilities.HasFlag(VectorStoreCapabilities.Geo))
            conditions.AddRange(Presence("at"), Near, Within);
        if (capabilities.HasFlag(VectorStoreCapabilities.Text))
            conditions.AddRange(Presence("text"), Words);
        return Gen.OneOf(conditions);
    }

    // None of these distances is that of two of the places.
    private static Gen<Filter> Near =>
        from center in Place
        from meters in Gen.Elements(1.0, 1_200_000, 5_100_000, 11_000_000, 20_100_000)
        select Perto.Vectors.Filter.Near("at", center, meters);

    private static Gen<Filter> Within =>
        from one in Place
        from other in Place
        select one.Latitude <= other.Latitude ? Perto.Vectors.Filter.Within("at", one, other) : Perto.Vectors.Filter.Within("at", other, one);

    private static Gen<Filter> Words =>
        Gen.Elements("red", "Planet red", "café", "cafe", "a1 RED", "CAFÉ a1", "blue").Select(words => Perto.Vectors.Filter.Words("text", words));

    private static Gen<Filter> Presence(string field) => Gen.Elements(Perto.Vectors.Filter.Exists(field), Perto.Vectors.Filter.Missing(field));

    private static Gen<Filter> Equality(string field, Gen<PayloadValue> value) => Gen.OneOf(
        value.Select(v => Perto.Vectors.Filter.Eq(field, v)),
        value.Select(v => Perto.Vectors.Filter.Ne(field, v)),
        value.ArrayOf().Select(values => Perto.Vectors.Filter.In(field, values)),
        value.ArrayOf().Select(values => Perto.Vectors.Filter.NotIn(field, values)),
        Presence(field));

    private static Gen<Filter> Order(string field, Gen<PayloadValue> value) => Gen.OneOf(
        value.Select(v => Perto.Vectors.Filter.Gt(field, v)),
        value.Select(v => Perto.Vectors.Filter.Gte(field, v)),
        value.Select(v => Perto.Vectors.Filter.Lt(field, v)),
        value.Select(v => Perto.Vectors.Filter.Lte(field, v)));
}
