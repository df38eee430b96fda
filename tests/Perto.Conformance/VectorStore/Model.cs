using FsCheck;
using FsCheck.Fluent;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Generators of records, filters and operations over few ids and few values, so that they meet often.</summary>
internal static class Model
{
    public static Gen<float[]> Vector { get; } =
        Gen.Choose(-8, 8).Select(i => i / 4f).ArrayOf(3).Where(v => v.Any(x => x != 0));

    public static Gen<VectorRecord> Record { get; } =
        from id in Id
        from hasVector in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from vector in Vector
        from payload in Payload
        select new VectorRecord(id)
        {
            Vectors = hasVector ? new Dictionary<string, VectorValue> { ["v"] = vector } : [],
            Payload = payload,
        };

    public static Gen<Filter> Filter { get; } = FilterOf(depth: 3);

    public static Gen<ModelOperation> Operation { get; } = Gen.Frequency<ModelOperation>(
        (6, Record.ArrayOf().Select(records => (ModelOperation)new ModelOperation.Upsert(records))),
        (2, Id.ArrayOf().Select(ids => (ModelOperation)new ModelOperation.Delete(ids))),
        (1, Filter.Select(filter => (ModelOperation)new ModelOperation.DeleteMatching(filter))),
        (3, from id in Id from patch in Patch select (ModelOperation)new ModelOperation.UpdatePayload(id, patch)));

    private static Gen<string> Id => Gen.Choose(0, 40).Select(i => $"id-{i:00}");

    private static Gen<string> Word => Gen.Elements("a", "b", "c", "d");

    private static Gen<PayloadValue> Words => Word.ArrayOf().Select(words => (PayloadValue)words);

    private static Gen<PayloadValue> Small => Gen.Choose(-3, 3).Select(i => (PayloadValue)(long)i);

    private static Gen<PayloadValue> Half => Gen.Choose(-6, 6).Select(i => (PayloadValue)(i / 2.0));

    private static Gen<PayloadValue> Flag => Gen.Elements(true, false).Select(b => (PayloadValue)b);

    private static Gen<PayloadValue> Day => Gen.Choose(0, 5).Select(i => (PayloadValue)DateTimeOffset.UnixEpoch.AddDays(i - 2));

    private static Gen<Dictionary<string, PayloadValue>> Patch =>
        from word in Word.Select(w => (PayloadValue)w)
        from words in Words
        from small in Small
        from half in Half
        from flag in Flag
        from day in Day
        from which in Gen.Choose(0, 63)
        from removed in Gen.Choose(0, 63)
        select new (string Field, PayloadValue Value)[] { ("word", word), ("words", words), ("small", small), ("half", half), ("flag", flag), ("day", day) }
            .Where((_, i) => (which >> i & 1) != 0)
            .Select((f, i) => (f.Field, Value: (removed >> i & 1) != 0 ? PayloadValue.None : f.Value))
            .ToDictionary(f => f.Field, f => f.Value);

    private static Gen<Dictionary<string, PayloadValue>> Payload =>
        Patch.Select(patch => patch.Where(p => p.Value != PayloadValue.None).ToDictionary(p => p.Key, p => p.Value));

    public static Action<CollectionSchemaBuilder> Schema(int dimension, Metric metric) => s => s
        .Dense("v", dimension, metric).Keyword("word").Keywords("words").Integer("small").Number("half").Boolean("flag").Time("day");

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

    public static string Describe(VectorRecord record) =>
        $"{record.Id} [{string.Join(' ', record.Vectors.TryGetValue("v", out VectorValue v) ? v.Dense.ToArray() : [])}] "
        + string.Join(", ", record.Payload.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    private static Gen<Filter> FilterOf(int depth)
    {
        if (depth == 0)
            return Condition();
        Gen<Filter> below = FilterOf(depth - 1);
        return Gen.Frequency(
            (3, Condition()),
            (2, below.ArrayOf().Select(operands => Vectors.Filter.And(operands))),
            (2, below.NonEmptyListOf().Select(operands => Vectors.Filter.Or(operands))),
            (1, below.Select(operand => !operand)));
    }

    private static Gen<Filter> Condition()
    {
        Gen<PayloadValue> word = Word.Select(w => (PayloadValue)w);
        return Gen.OneOf(
            Equality("word", word), Equality("words", word), Equality("small", Small), Equality("half", Half), Equality("flag", Flag), Equality("day", Day),
            Order("small", Small), Order("half", Half), Order("day", Day),
            word.ArrayOf().Select(values => Vectors.Filter.ContainsAll("words", values)));
    }

    private static Gen<Filter> Equality(string field, Gen<PayloadValue> value) => Gen.OneOf(
        value.Select(v => Vectors.Filter.Eq(field, v)),
        value.Select(v => Vectors.Filter.Ne(field, v)),
        value.ArrayOf().Select(values => Vectors.Filter.In(field, values)),
        value.ArrayOf().Select(values => Vectors.Filter.NotIn(field, values)),
        Gen.Elements(Vectors.Filter.Exists(field), Vectors.Filter.Missing(field)));

    private static Gen<Filter> Order(string field, Gen<PayloadValue> value) => Gen.OneOf(
        value.Select(v => Vectors.Filter.Gt(field, v)),
        value.Select(v => Vectors.Filter.Gte(field, v)),
        value.Select(v => Vectors.Filter.Lt(field, v)),
        value.Select(v => Vectors.Filter.Lte(field, v)));
}
