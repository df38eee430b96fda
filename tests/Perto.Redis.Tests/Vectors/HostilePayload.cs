using FsCheck;
using FsCheck.Fluent;
using Perto.Vectors;

namespace Perto.Redis.Tests;

/// <summary>Values that are hard to write into attributes and expressions, few enough that records and filters meet.</summary>
internal static class HostilePayload
{
    private static readonly string[] Strings =
    [
        "", "a", "%", "%22", "\"", "\\", "'", "\n", "\t", "\u0001", "\u007f", "] or 1 == 1", "\" or 1 == 1 or \"", "null", "0", "é", "🎬", "ﬀ",
        new('x', 200), new('x', 201), new('x', 202), $"{new string('x', 201)}\"",
    ];

    private static readonly long[] Integers =
    [
        0, 1, -1, 7, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53), -(1L << 53) - 1, long.MaxValue, long.MaxValue - 1, long.MinValue,
    ];

    private static readonly double[] Numbers =
    [
        0, -0.0, 0.1, -0.1, 1, 1.5, -1.5, 1e-5, 1.2345678901234567e-7, 1e-199, 1e-201, double.Epsilon, -double.Epsilon, 1e20, 1e21, 1.2345678901234567e22,
        double.MaxValue, double.MinValue,
    ];

    private static readonly DateTimeOffset[] Moments =
    [
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMicroseconds(1), DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
        new(2024, 2, 29, 23, 59, 59, TimeSpan.Zero), new(3000, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(3000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(1),
    ];

    private static readonly GeoPoint[] Places = [new(0, 0), new(90, 0), new(-90, 10), new(45, 180), new(45, -180), new(45, 179.5), new(1e-9, -1e-9), new(52.5, 13.4)];

    private static readonly string[] Texts =
        ["red planet", "RED, planet!", "café \"au\" lait", "...", string.Join(' ', Enumerable.Range(0, 600).Select(i => $"w{i}"))];

    private static readonly string[] Words = ["red", "Planet red", "cafe", "café", "w7", "w599 w0", "au lait", "blue"];

    /// <summary>A field of each kind.</summary>
    public static void Schema(CollectionSchemaBuilder schema) => schema.Dense("v", 2, Metric.Cosine)
        .Keyword("key-word").Keywords("LIST_0").Integer("n").Number("x").Boolean("flag").Time("at").Geo("place").Text("text");

    /// <summary>Records with any of the fields.</summary>
    public static Gen<VectorRecord[]> Records =>
        from payloads in Payload.ArrayOf(12)
        select payloads.Select((payload, i) => new VectorRecord($"id-{i:00}") { Vectors = { ["v"] = new float[] { 1, i } }, Payload = payload }).ToArray();

    /// <summary>Filters of any condition.</summary>
    public static Gen<Filter> Filters => FilterOf(depth: 2);

    private static Gen<Dictionary<string, PayloadValue>> Payload =>
        from values in Values
        select values.Where(value => value.Value != PayloadValue.None).ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);

    private static Gen<KeyValuePair<string, PayloadValue>[]> Values =>
        from word in Maybe(Keyword)
        from list in Maybe(Gen.Elements(Strings).ArrayOf().Select(list => (PayloadValue)list))
        from n in Maybe(Integer)
        from x in Maybe(Number)
        from flag in Maybe(Flag)
        from at in Maybe(Moment)
        from place in Maybe(Gen.Elements(Places).Select(value => (PayloadValue)value))
        from text in Maybe(Gen.Elements(Texts).Select(value => (PayloadValue)value))
        select new KeyValuePair<string, PayloadValue>[]
        {
            new("key-word", word), new("LIST_0", list), new("n", n), new("x", x), new("flag", flag), new("at", at), new("place", place), new("text", text),
        };

    private static Gen<PayloadValue> Keyword => Gen.Elements(Strings).Select(value => (PayloadValue)value);

    private static Gen<PayloadValue> Integer => Gen.Elements(Integers).Select(value => (PayloadValue)value);

    private static Gen<PayloadValue> Number => Gen.Elements(Numbers).Select(value => (PayloadValue)value);

    private static Gen<PayloadValue> Flag => Gen.Elements(true, false).Select(value => (PayloadValue)value);

    private static Gen<PayloadValue> Moment => Gen.Elements(Moments).Select(value => (PayloadValue)value);

    private static Gen<PayloadValue> Maybe(Gen<PayloadValue> value) => Gen.Frequency((3, value), (1, Gen.Constant(PayloadValue.None)));

    private static Gen<Filter> FilterOf(int depth)
    {
        Gen<Filter> condition = Gen.OneOf(
            Equality("key-word", Keyword), Equality("LIST_0", Keyword), Equality("n", Integer), Equality("x", Number), Equality("flag", Flag), Equality("at", Moment),
            Order("n", Integer), Order("x", Number), Order("at", Moment),
            Keyword.ArrayOf(2).Select(values => Filter.ContainsAll("LIST_0", values)), Gen.Constant(Filter.ContainsAll("LIST_0")),
            Presence("place"), Presence("text"),
            from center in Gen.Elements(Places) from meters in Gen.Elements(0, 1.0, 100_000, 1e7, 3e7) select Filter.Near("place", center, meters),
            from one in Gen.Elements(Places) from other in Gen.Elements(Places) select Box(one, other),
            Gen.Elements(Words).Select(words => Filter.Words("text", words)));
        if (depth == 0)
            return condition;
        Gen<Filter> below = FilterOf(depth - 1);
        return Gen.Frequency(
            (3, condition),
            (2, below.ArrayOf(2).Select(operands => Filter.And(operands))),
            (2, below.ArrayOf(2).Select(operands => Filter.Or(operands))),
            (2, below.Select(operand => !operand)));
    }

    private static Filter Box(GeoPoint one, GeoPoint other) =>
        one.Latitude <= other.Latitude ? Filter.Within("place", one, other) : Filter.Within("place", other, one);

    private static Gen<Filter> Presence(string field) => Gen.Elements(Filter.Exists(field), Filter.Missing(field));

    private static Gen<Filter> Equality(string field, Gen<PayloadValue> value) => Gen.OneOf(
        value.Select(v => Filter.Eq(field, v)),
        value.Select(v => Filter.Ne(field, v)),
        value.ArrayOf(3).Select(values => Filter.In(field, values)),
        value.ArrayOf(3).Select(values => Filter.NotIn(field, values)),
        Gen.Elements(Filter.In(field), Filter.NotIn(field)),
        Presence(field));

    private static Gen<Filter> Order(string field, Gen<PayloadValue> value) => Gen.OneOf(
        value.Select(v => Filter.Gt(field, v)), value.Select(v => Filter.Gte(field, v)), value.Select(v => Filter.Lt(field, v)), value.Select(v => Filter.Lte(field, v)));
}
