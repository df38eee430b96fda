using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class VectorRecordJsonTests
{
    private const string Sound =
        """
        {"id": "film-7", "vectors": {"plot": [0.5, -2e1], "code": "gQA=", "terms": {"dimensions": [9, 3], "values": [1, 2.5]}},
         "payload": {"word": "x", "words": ["a", "b"], "n": 7, "number": 1, "flag": true, "day": "2025-01-31T12:00:00+02:00",
         "at": {"lat": 52.5, "lon": -13.4}, "text": "A text", "none": null}, "expires_at": "2030-01-31T12:00:00.25Z"}
        """;

    private static readonly CollectionSchema Schema = CollectionSchema.Create(s => s
        .Dense("plot", 2, Metric.Cosine).Bits("code", 16).Sparse("terms")
        .Keyword("word").Keywords("words").Integer("n").Number("number").Boolean("flag").Time("day").Geo("at").Text("text").Keyword("none"));

    [Fact]
    public void A_record_is_read()
    {
        VectorRecord record = Read(Sound);
        Assert.Equal("film-7", record.Id);
        Assert.Equal([0.5f, -20f], record.Vectors["plot"].Dense.ToArray());
        Assert.Equal([0x81, 0], record.Vectors["code"].Bits.ToArray());
        Assert.Equal(new SparseVector([3, 9], [2.5f, 1]), record.Vectors["terms"].Sparse);
        Assert.Equal("x", record.Payload["word"]);
        Assert.Equal(["a", "b"], record.Payload["words"].Keywords);
        Assert.Equal(7, record.Payload["n"]);
        Assert.Equal(1.0, record.Payload["number"]);
        Assert.Equal(true, record.Payload["flag"]);
        Assert.Equal(new DateTimeOffset(2025, 1, 31, 10, 0, 0, TimeSpan.Zero), record.Payload["day"].Time);
        Assert.Equal(new GeoPoint(52.5, -13.4), record.Payload["at"].Geo);
        Assert.Equal("A text", record.Payload["text"]);
        Assert.False(record.Payload.ContainsKey("none"));
        Assert.Equal(new DateTimeOffset(2030, 1, 31, 12, 0, 0, 250, TimeSpan.Zero), record.ExpiresAt);
    }

    [Fact]
    public void A_record_is_written()
    {
        string json = Encoding.UTF8.GetString(VectorRecordJson.Write(Read(Sound)));
        const string Expected =
            """
            {"id":"film-7","vectors":{"plot":[0.5,-20],"code":"gQA=","terms":{"dimensions":[3,9],"values":[2.5,1]}},
            "payload":{"word":"x","words":["a","b"],"n":7,"number":1,"flag":true,"day":"2025-01-31T10:00:00Z",
            "at":{"lat":52.5,"lon":-13.4},"text":"A text"},"expires_at":"2030-01-31T12:00:00.25Z"}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), json);
    }

    [Theory]
    [InlineData("""{"id": "a"}""")]
    [InlineData("""{"id": "a", "vectors": null, "payload": null, "expires_at": null}""")]
    [InlineData("""{"payload": {"n": null}, "vectors": {"plot": null}, "id": "a"}""")]
    public void What_has_no_value_may_be_left_out(string json)
    {
        VectorRecord record = Read(json);
        Assert.Equal("a", record.Id);
        Assert.Empty(record.Vectors);
        Assert.Empty(record.Payload);
        Assert.Null(record.ExpiresAt);
        Assert.Equal("""{"id":"a"}""", Encoding.UTF8.GetString(VectorRecordJson.Write(record)));
    }

    [Theory]
    [InlineData("[]", "record")]
    [InlineData("", "record")]
    [InlineData("""{"id": "a"} x""", "record")]
    [InlineData("""{"id": "a"}{"id": "b"}""", "record")]
    [InlineData("""{"id": "a",""", "record")]
    [InlineData("{}", "id")]
    [InlineData("""{"id": 7}""", "id")]
    [InlineData("""{"id": ""}""", "id")]
    [InlineData("""{"id": "\ud800"}""", "id")]
    [InlineData("""{"id": "a", "id": "b"}""", "id")]
    [InlineData("""{"id": "a", "other": 1}""", "other")]
    [InlineData("""{"id": "a", "vectors": []}""", "vectors")]
    [InlineData("""{"id": "a", "vectors": {"nothing": [1]}}""", "vectors.nothing")]
    [InlineData("""{"id": "a", "vectors": {"plot": "x"}}""", "vectors.plot")]
    [InlineData("""{"id": "a", "vectors": {"plot": [1]}}""", "vectors.plot")]
    [InlineData("""{"id": "a", "vectors": {"plot": [1, "x"]}}""", "vectors.plot[1]")]
    [InlineData("""{"id": "a", "vectors": {"plot": [1, 1e300]}}""", "vectors.plot[1]")]
    [InlineData("""{"id": "a", "vectors": {"plot": [1, 1e999]}}""", "vectors.plot[1]")]
    [InlineData("""{"id": "a", "vectors": {"plot": [1, 2], "plot": [1, 2]}}""", "vectors.plot")]
    [InlineData("""{"id": "a", "vectors": {"plot": [0, 0]}}""", "vectors.plot")]
    [InlineData("""{"id": "a", "vectors": {"code": "gQ"}}""", "vectors.code")]
    [InlineData("""{"id": "a", "vectors": {"code": "gQ=="}}""", "vectors.code")]
    [InlineData("""{"id": "a", "vectors": {"code": [1, 0]}}""", "vectors.code")]
    [InlineData("""{"id": "a", "vectors": {"terms": [1]}}""", "vectors.terms")]
    [InlineData("""{"id": "a", "vectors": {"terms": {}}}""", "vectors.terms")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"dimensions": [1]}}}""", "vectors.terms")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"dimensions": [1], "values": []}}}""", "vectors.terms.values")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"dimensions": [1, 1], "values": [1, 2]}}}""", "vectors.terms.dimensions")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"dimensions": [-1], "values": [1]}}}""", "vectors.terms.dimensions[0]")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"dimensions": [4294967296], "values": [1]}}}""", "vectors.terms.dimensions[0]")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"dimensions": [1], "values": [-1]}}}""", "vectors.terms.values[0]")]
    [InlineData("""{"id": "a", "vectors": {"terms": {"weights": [1]}}}""", "vectors.terms.weights")]
    [InlineData("""{"id": "a", "payload": 7}""", "payload")]
    [InlineData("""{"id": "a", "payload": {"nothing": 7}}""", "payload.nothing")]
    [InlineData("""{"id": "a", "payload": {"n": "seven"}}""", "payload.n")]
    [InlineData("""{"id": "a", "payload": {"n": 7, "n": 7}}""", "payload.n")]
    [InlineData("""{"id": "a", "payload": {"words": ["a", 1]}}""", "payload.words[1]")]
    [InlineData("""{"id": "a", "payload": {"at": {"lat": 91, "lon": 0}}}""", "payload.at.lat")]
    [InlineData("""{"id": "a", "payload": {"at": {"lat": 1, "lon": -181}}}""", "payload.at.lon")]
    [InlineData("""{"id": "a", "payload": {"at": {"lat": 1}}}""", "payload.at")]
    [InlineData("""{"id": "a", "payload": {"at": {"lat": 1, "lon": 2, "alt": 3}}}""", "payload.at.alt")]
    [InlineData("""{"id": "a", "payload": {"day": "yesterday"}}""", "payload.day")]
    [InlineData("""{"id": "a", "expires_at": "tomorrow"}""", "expires_at")]
    [InlineData("""{"id": "a", "expires_at": 7}""", "expires_at")]
    public void A_fault_is_named_by_its_path(string json, string field)
    {
        VectorStoreException refusal = Assert.Throws<VectorStoreException>(() => Read(json));
        Assert.Equal(field, refusal.Field);
        Assert.StartsWith($"{field} must be ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal($"line 7: {field}", Assert.Throws<VectorStoreException>(
            () => VectorRecordJson.Parse(Encoding.UTF8.GetBytes(json), Schema, "line 7: ")).Field);
    }

    [Fact]
    public void What_was_written_reads_back_equal()
    {
        Random random = Seeds.Random();
        for (int i = 0; i < 500; i++)
        {
            VectorRecord record = Random(random, i);
            VectorRecord read = VectorRecordJson.Parse(VectorRecordJson.Write(record), Schema);
            Assert.Equal(record.Id, read.Id);
            Assert.Equal(record.Vectors.OrderBy(v => v.Key), read.Vectors.OrderBy(v => v.Key));
            Assert.Equal(record.Payload.OrderBy(p => p.Key), read.Payload.OrderBy(p => p.Key));
            Assert.Equal(record.ExpiresAt, read.ExpiresAt);
        }
    }

    [Fact]
    public void Several_records_are_read_one_after_another()
    {
        Utf8JsonReader reader = new("""[{"id": "a"}, {"id": "b", "payload": {"n": 1}}]"""u8);
        reader.Read();
        List<string> ids = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ids.Add(VectorRecordJson.Read(ref reader, Schema, $"records[{ids.Count}].").Id);
        Assert.Equal(["a", "b"], ids);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused() => Check.One(
        Seeds.Property(cases: 2_000),
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().Resize(200).ToArbitrary(), bytes => Answers(bytes) || true));

    [Fact]
    public void A_sound_record_with_a_few_bytes_changed_is_read_or_refused()
    {
        Random random = Seeds.Random();
        int read = 0, refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            List<byte> bytes = [.. Encoding.UTF8.GetBytes(Sound)];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(12), bytes.Count - at)));
                        break;
                }
            }
            if (Answers([.. bytes]))
                read++;
            else
                refused++;
        }
        Assert.True(read > 300 && refused > 3_000, $"{read} read, {refused} refused");
    }

    // Whatever the bytes, a record or the one exception that callers handle.
    private static bool Answers(byte[] bytes)
    {
        try
        {
            VectorRecord record = VectorRecordJson.Parse(bytes, Schema);
            Assert.Equal(record.Id, VectorRecordJson.Parse(VectorRecordJson.Write(record), Schema).Id);
            return true;
        }
        catch (VectorStoreException)
        {
            return false;
        }
    }

    private static VectorRecord Read(string json) => VectorRecordJson.Parse(Encoding.UTF8.GetBytes(json), Schema);

    private static VectorRecord Random(Random random, int i)
    {
        byte[] bits = new byte[2];
        random.NextBytes(bits);
        VectorRecord record = new($"id \"{i}\" ação 🎬\u0001")
        {
            Vectors =
            {
                ["plot"] = new[] { (random.NextSingle() - 0.5f) * 1e15f, random.NextSingle() * 1e-40f },
                ["code"] = new BitVector(bits),
                ["terms"] = new SparseVector([(uint)random.NextInt64(uint.MaxValue), 0], [random.NextSingle() + 0.1f, float.Epsilon]),
            },
            Payload =
            {
                ["word"] = "a\"b\\c\u2028</script>\n",
                ["words"] = new[] { "", "é" },
                ["n"] = random.NextInt64(long.MinValue, long.MaxValue),
                ["number"] = BitConverter.Int64BitsToDouble(random.NextInt64()) is var x && double.IsFinite(x) ? x : 0.1,
                ["flag"] = i % 2 == 0,
                ["day"] = DateTimeOffset.UnixEpoch.AddMicroseconds(random.NextInt64(1_000_000_000_000_000)),
                ["at"] = new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180),
                ["text"] = "x y",
            },
            ExpiresAt = i % 3 == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(random.NextInt64(1_000_000_000_000_000)),
        };
        foreach (string name in record.Vectors.Keys.Where(_ => random.Next(4) == 0).ToArray())
            record.Vectors.Remove(name);
        foreach (string name in record.Payload.Keys.Where(_ => random.Next(4) == 0).ToArray())
            record.Payload.Remove(name);
        return record;
    }
}
