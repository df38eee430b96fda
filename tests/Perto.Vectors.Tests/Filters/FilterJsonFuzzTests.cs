using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Vectors.Tests;

/// <summary>Whatever the bytes, the reader answers with a filter or with the one exception that callers handle.</summary>
public sealed class FilterJsonFuzzTests
{
    private static readonly string[] Sound =
    [
        """{"genre": "drama", "year": {"$gte": 1990, "$lt": 2e3}, "$or": [{"rating": {"$gt": 8.5}}, {"tags": {"$all": ["a", "b"]}}]}""",
        """{"$not": {"at": {"$in": [{"$date": "2025-01-31T12:00:00Z"}, "x", -7, true]}}, "b": {"$not": {"$exists": false}}, "c": null}""",
        """{"at": {"$near": {"lat": 52.5, "lon": -13, "meters": 2e3}}, "to": {"$within": {"south": -1, "west": 170, "north": 2, "east": -170.5}}}""",
        """{"text": {"$words": "red Café \u0041"}, "other": {"$not": {"$words": "x"}}}""",
        """{"$and": [{"a": {"$nin": []}}, {}, {"b": {"$ne": "ação \ud83c\udfac \u0041"}}]}""",
    ];

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"$or\":", "\"$and\":[", "\"$not\":{", "\"$in\":[", "\"$date\":", "\"$exists\":", "\"$near\":{", "\"$within\":{", "\"$words\":", "\"lat\":", "\"lon\":", "\"meters\":", "\"a\":", "null", "true",
        "1", "-", ".", "1e999", "\"\\ud800\"", "\"\\u0000\"", "\u0000", "\uFEFF", " ", "\\", "$",
    ];

    [Fact]
    public void Random_bytes() => Check.One(
        Seeds.Property(cases: 2_000),
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().Resize(200).ToArbitrary(), Answers));

    [Fact]
    public void Random_tokens() => Check.One(
        Seeds.Property(cases: 5_000),
        Prop.ForAll(Gen.Elements(Tokens).ArrayOf().Resize(40).ToArbitrary(), tokens => Answers(Encoding.UTF8.GetBytes(string.Concat(tokens)))));

    [Fact]
    public void Sound_filters_with_a_few_bytes_changed_removed_repeated_or_cut()
    {
        Random random = Seeds.Random();
        int read = 0, refused = 0;
        for (int i = 0; i < 30_000; i++)
        {
            List<byte> bytes = [.. Encoding.UTF8.GetBytes(Sound[random.Next(Sound.Length)])];
            for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 1; changes--)
                Mutate(bytes, random);
            if (Read([.. bytes]) is { } filter)
            {
                read++;
                Assert.Equal(filter, Filter.Parse(filter.ToJson()));
            }
            else
            {
                refused++;
            }
        }

        // Both ways were taken often, so that the test looked at both.
        Assert.True(read > 300 && refused > 3_000, $"{read} read, {refused} refused");
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveAt(at);
                break;
            case 2:
                bytes.Insert(at, "{}[]\",:$\\0eE-. nt"u8[random.Next(17)]);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(20), bytes.Count - at)));
                break;
            default:
                bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at));
                break;
        }
    }

    private static bool Answers(byte[] bytes)
    {
        Read(bytes);
        return true;
    }

    private static Filter? Read(byte[] bytes)
    {
        try
        {
            return FilterJson.Parse(bytes);
        }
        catch (VectorStoreException refusal)
        {
            Assert.StartsWith("filter", refusal.Field, StringComparison.Ordinal);
            return null;
        }
    }
}
