using System.Text.Json;

namespace Perto.Vectors.Tests;

public sealed class PayloadValueTests
{
    private static readonly DateTimeOffset Moment = new(2025, 1, 31, 12, 0, 0, 123, 456, TimeSpan.FromHours(-3));

    [Fact]
    public void Values_convert_from_the_types_of_the_language()
    {
        PayloadValue[] values = ["text", new[] { "a", "b" }, 7, 7L, 0.5, true, Moment, (string?)null, (string[]?)null];
        Assert.Equal(
            [
                PayloadKind.Keyword, PayloadKind.Keywords, PayloadKind.Integer, PayloadKind.Integer, PayloadKind.Number, PayloadKind.Boolean,
                PayloadKind.Time, PayloadKind.None, PayloadKind.None,
            ],
            values.Select(v => v.Kind));
        Assert.Equal("text", values[0].Keyword);
        Assert.Equal(["a", "b"], values[1].Keywords);
        Assert.Equal(7, values[2].Integer);
        Assert.Equal(7, values[2].Number);
        Assert.Equal(0.5, values[4].Number);
        Assert.True(values[5].Boolean);
        Assert.Equal(Moment, values[6].Time);
    }

    [Fact]
    public void Reading_a_value_as_another_kind_says_what_it_is()
    {
        PayloadValue text = "text", number = 0.5;
        Assert.Contains("Keyword, not Integer", Assert.Throws<InvalidOperationException>(() => text.Integer).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => number.Integer);
        Assert.Throws<InvalidOperationException>(() => number.Keyword);
        Assert.Throws<InvalidOperationException>(() => number.Keywords);
        Assert.Throws<InvalidOperationException>(() => text.Number);
        Assert.Throws<InvalidOperationException>(() => text.Boolean);
        Assert.Throws<InvalidOperationException>(() => PayloadValue.None.Time);
    }

    [Fact]
    public void Values_are_equal_by_kind_and_value()
    {
        Assert.Equal((PayloadValue)new[] { "a", "b" }, (PayloadValue)new[] { "a", "b" });
        Assert.NotEqual((PayloadValue)new[] { "a", "b" }, (PayloadValue)new[] { "b", "a" });
        Assert.NotEqual((PayloadValue)1, (PayloadValue)1.0);
        Assert.NotEqual((PayloadValue)1, (PayloadValue)true);
        Assert.Equal((PayloadValue)Moment, (PayloadValue)Moment.ToUniversalTime());
        Assert.Equal(default, PayloadValue.None);
        Assert.Equal(((PayloadValue)0.0).GetHashCode(), ((PayloadValue)(-0.0)).GetHashCode());
    }

    [Fact]
    public void Moments_are_cut_to_the_microsecond_before_and_after_1970()
    {
        foreach (DateTimeOffset moment in new[] { Moment, new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero) })
        {
            Assert.Equal(moment, ((PayloadValue)moment.AddTicks(9)).Time);
            Assert.Equal(moment.AddMicroseconds(-1), ((PayloadValue)moment.AddTicks(-1)).Time);
        }
        Assert.Equal(DateTimeOffset.MinValue, ((PayloadValue)DateTimeOffset.MinValue).Time);
    }

    [Fact]
    public void Payload_stands_in_JSON_as_one_would_write_it()
    {
        Dictionary<string, PayloadValue> payload = new()
        {
            ["keyword"] = "text",
            ["keywords"] = new[] { "a", "b" },
            ["integer"] = 7,
            ["number"] = 0.5,
            ["boolean"] = false,
            ["time"] = Moment,
            ["place"] = new GeoPoint(52.5, -13.25),
            ["none"] = PayloadValue.None,
        };
        string json = JsonSerializer.Serialize(payload);
        Assert.Equal(
            """{"keyword":"text","keywords":["a","b"],"integer":7,"number":0.5,"boolean":false,"time":"2025-01-31T15:00:00.123456Z","place":{"lat":52.5,"lon":-13.25},"none":null}""", json);

        Dictionary<string, PayloadValue> read = JsonSerializer.Deserialize<Dictionary<string, PayloadValue>>(json)!;
        Assert.Equal("2025-01-31T15:00:00.123456Z", read["time"]);
        read["time"] = Moment;
        Assert.Equal(payload, read);
    }

    [Theory]
    [InlineData("""{"a": 1}""")]
    [InlineData("""[1]""")]
    [InlineData("""["a", null]""")]
    [InlineData("""[["a"]]""")]
    [InlineData("""{}""")]
    [InlineData("""{"lat": 1}""")]
    [InlineData("""{"lat": 1, "lon": "2"}""")]
    [InlineData("""{"lat": 1, "lon": 181}""")]
    [InlineData("""{"lat": 1, "lat": 1, "lon": 2}""")]
    [InlineData("""{"lat": 1, "lon": 2, "alt": 3}""")]
    public void JSON_that_is_no_payload_value_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PayloadValue>(json));
}
