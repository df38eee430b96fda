using System.Text.Json;

namespace Perto.Vectors.Tests;

public sealed class FilterJsonTests
{
    public static TheoryData<string, string> Forms => new()
    {
        { """{}""", "{}" },
        { """{"genre": "drama"}""", """{"genre":{"$eq":"drama"}}""" },
        { """{"genre": {"$eq": "drama"}}""", """{"genre":{"$eq":"drama"}}""" },
        { """{"seen": true}""", """{"seen":{"$eq":true}}""" },
        { """{"year": 1990}""", """{"year":{"$eq":1990}}""" },
        { """{"year": 1990.0}""", """{"year":{"$eq":1990.0}}""" },
        { """{"year": 1e3}""", """{"year":{"$eq":1000.0}}""" },
        { """{"year": 12345678901234567890}""", """{"year":{"$eq":1.2345678901234567E+19}}""" },
        { """{"genre": null}""", """{"genre":{"$exists":false}}""" },
        { """{"genre": {"$eq": null}}""", """{"genre":{"$exists":false}}""" },
        { """{"genre": {"$ne": null}}""", """{"genre":{"$exists":true}}""" },
        { """{"year": {"$gte": 1990, "$lt": 2000}}""", """{"$and":[{"year":{"$gte":1990}},{"year":{"$lt":2000}}]}""" },
        { """{"a": 1, "b": {"$ne": 2}}""", """{"$and":[{"a":{"$eq":1}},{"b":{"$ne":2}}]}""" },
        { """{"tags": {"$in": ["a", "b"]}}""", """{"tags":{"$in":["a","b"]}}""" },
        { """{"tags": {"$nin": []}}""", """{"tags":{"$nin":[]}}""" },
        { """{"tags": {"$all": ["a"]}}""", """{"tags":{"$all":["a"]}}""" },
        { """{"tags": {"$exists": false}}""", """{"tags":{"$exists":false}}""" },
        { """{"at": {"$gt": {"$date": "2025-01-31T12:00:00-03:00"}}}""", """{"at":{"$gt":{"$date":"2025-01-31T15:00:00Z"}}}""" },
        { """{"at": {"$date": "2025-01-31T12:00Z"}}""", """{"at":{"$eq":{"$date":"2025-01-31T12:00:00Z"}}}""" },
        { """{"n": {"$not": {"$gt": 1}}}""", """{"$not":{"n":{"$gt":1}}}""" },
        { """{"$not": {"n": 1}}""", """{"$not":{"n":{"$eq":1}}}""" },
        { """{"$or": [{"a": 1}, {"b": 2}]}""", """{"$or":[{"a":{"$eq":1}},{"b":{"$eq":2}}]}""" },
        { """{"$and": [{"a": 1}]}""", """{"a":{"$eq":1}}""" },
        { """{"x": 1, "$or": [{"a": 1}, {}]}""", """{"$and":[{"x":{"$eq":1}},{"$or":[{"a":{"$eq":1}},{}]}]}""" },
        { """{"açaí": "ação 🎬"}""", """{"açaí":{"$eq":"ação 🎬"}}""" },
    };

    [Theory, MemberData(nameof(Forms))]
    public void A_form_is_read_and_written_in_the_canonical_way(string json, string canonical)
    {
        Filter filter = Filter.Parse(json);
        string written = filter.ToJson();
        Assert.Equal(Unescape(canonical), Unescape(written));
        Assert.Equal(filter, Filter.Parse(written));
    }

    // The writer escapes what lies outside the basic plane; both spellings are the same JSON.
    private static string Unescape(string json) => json.Replace("\\uD83C\\uDFAC", "🎬", StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_JSON_of_the_contract_is_the_expression_of_the_contract() => Assert.Equal(
        Filter.And(
            Filter.Eq("genre", "drama"),
            Filter.Gte("year", 1990),
            Filter.Or(Filter.Gt("rating", 8.5), Filter.ContainsAll("tags", "classic", "award"))),
        Filter.Parse("""{"genre": {"$eq": "drama"}, "year": {"$gte": 1990}, "$or": [{"rating": {"$gt": 8.5}}, {"tags": {"$all": ["classic", "award"]}}]}"""));

    public static TheoryData<string, string, string> Faults => new()
    {
        { "", "filter", "JSON" },
        { "{", "filter", "JSON" },
        { "{\"a\": 1} x", "filter", "JSON" },
        { "{\"a\": 1, \"a\": 2}", "filter", "JSON" },
        { "[]", "filter", "an object" },
        { "null", "filter", "an object" },
        { "\"a\"", "filter", "an object" },
        { """{"$nor": [{"a": 1}]}""", "filter.$nor", "a payload field, $and, $or or $not" },
        { """{"": 1}""", "filter.", "a payload field" },
        { """{"$and": {"a": 1}}""", "filter.$and", "a list of at least one filter" },
        { """{"$or": []}""", "filter.$or", "a list of at least one filter" },
        { """{"$or": [{"a": 1}, 7]}""", "filter.$or[1]", "an object" },
        { """{"$not": [{"a": 1}]}""", "filter.$not", "an object" },
        { """{"year": [1990]}""", "filter.year", "a string, a number, true, false" },
        { """{"year": {}}""", "filter.year", "a value or an object of $eq" },
        { """{"year": {"gte": 1990}}""", "filter.year.gte", "$eq, $ne, $gt" },
        { """{"year": {"$gte": null}}""", "filter.year.$gte", "a string, a number" },
        { """{"year": {"$gte": [1]}}""", "filter.year.$gte", "a string, a number" },
        { """{"year": {"$gte": {"x": 1}}}""", "filter.year.$gte", "a string, a number" },
        { """{"year": {"$in": 1990}}""", "filter.year.$in", "a list of values" },
        { """{"year": {"$in": [1990, null]}}""", "filter.year.$in[1]", "a string, a number" },
        { """{"year": {"$in": [1990, [1]]}}""", "filter.year.$in[1]", "a string, a number" },
        { """{"year": {"$exists": 1}}""", "filter.year.$exists", "true or false" },
        { """{"year": {"$not": 5}}""", "filter.year.$not", "an object of operators" },
        { """{"year": {"$not": {}}}""", "filter.year.$not", "a value or an object of $eq" },
        { """{"year": 1e999}""", "filter.year", "a number that fits 64 bits" },
        { """{"at": {"$date": "yesterday"}}""", "filter.at.$date", "a moment with an offset" },
        { """{"at": {"$date": "2025-01-31T12:00:00"}}""", "filter.at.$date", "a moment with an offset" },
        { """{"at": {"$date": 5}}""", "filter.at.$date", "a moment with an offset" },
        { """{"$or": [{"a": 1}, {"b": {"$and": [{"c": {"$gt": true}}, {"d": {"$size": 1}}]}}]}""", "filter.$or[1].b.$and", "$eq, $ne" },
        { """{"a": "\ud800"}""", "filter.a", "Unicode text" },
        { """{"\ud800": 1}""", "filter", "JSON" },
        { """{"a": "\u0000"}""", "filter.a", "Unicode text" },
        { """{"at": {"$near": [52, 13, 100]}}""", "filter.at.$near", "an object with the numbers lat, lon, meters" },
        { """{"at": {"$near": {"lat": 52, "lon": 13}}}""", "filter.at.$near", "an object with the numbers lat, lon, meters" },
        { """{"at": {"$near": {"lat": 52, "lon": "13", "meters": 1}}}""", "filter.at.$near", "an object with the numbers lat, lon, meters" },
        { """{"at": {"$near": {"lat": 52, "lon": 13, "meters": 1, "miles": 2}}}""", "filter.at.$near", "lat, lon, meters" },
        { """{"at": {"$near": {"lat": 90.5, "lon": 13, "meters": 1}}}""", "filter.at.$near.lat", "-90..90 degrees" },
        { """{"at": {"$near": {"lat": 90, "lon": -180.1, "meters": 1}}}""", "filter.at.$near.lon", "-180..180 degrees" },
        { """{"at": {"$near": {"lat": 90, "lon": 0, "meters": -1}}}""", "filter.at.$near.meters", "finite and at least 0" },
        { """{"at": {"$near": {"lat": 90, "lon": 0, "meters": 1e999}}}""", "filter.at.$near.meters", "a number that fits 64 bits" },
        { """{"at": {"$within": {"lat": 90, "lon": 0}}}""", "filter.at.$within", "an object with the numbers south, west, north, east" },
        { """{"at": {"$within": {"south": 1, "west": 2, "north": 0, "east": 4}}}""", "filter.at.$within.south", "at most the north of the box, 0" },
        { """{"at": {"$within": {"south": 1, "west": 200, "north": 2, "east": 4}}}""", "filter.at.$within.west", "-180..180 degrees" },
        { """{"at": {"$within": {"south": 1, "west": 2, "north": 91, "east": 4}}}""", "filter.at.$within.north", "-90..90 degrees" },
        { """{"at": {"lat": 52, "lon": 13}}""", "filter.at.lat", "$eq, $ne" },
        { """{"at": {"$eq": {"lat": 52, "lon": 13}}}""", "filter.at.$eq", "a string, a number" },
        { """{"text": {"$words": ["red"]}}""", "filter.text.$words", "text with at least one word" },
        { """{"text": {"$words": ""}}""", "filter.text.$words", "text with at least one word" },
        { """{"text": {"$words": " .,; "}}""", "filter.text.$words", "text with at least one word" },
        { """{"text": {"$words": "a\u0000b"}}""", "filter.text.$words", "Unicode text" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_is_refused_with_its_path_and_the_rule(string json, string path, string allowed)
    {
        VectorStoreException refusal = Assert.Throws<VectorStoreException>(() => Filter.Parse(json));
        Assert.Equal(path, refusal.Field);
        Assert.Contains(allowed, refusal.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_accepted_to_the_limit_and_refused_beyond_it()
    {
        Assert.Equal(Filter.MaxDepth - 1, Nested(Filter.MaxDepth - 1).Split("$not").Length - 1);
        Filter.Parse(Nested(Filter.MaxDepth - 1));
        Assert.Throws<VectorStoreException>(() => Filter.Parse(Nested(Filter.MaxDepth)));
        Assert.Throws<VectorStoreException>(() => Filter.Parse(Nested(100_000)));

        // A list of one makes no node of its own, so that only the reader can count it.
        Assert.Throws<VectorStoreException>(() => Filter.Parse(string.Concat(Enumerable.Repeat("""{"$and":[""", 33)) + "{}" + string.Concat(Enumerable.Repeat("]}", 33))));

        static string Nested(int depth) => string.Concat(Enumerable.Repeat("""{"$not":""", depth)) + """{"a":1}""" + new string('}', depth);
    }

    [Fact]
    public void The_deepest_filter_can_be_written_and_read()
    {
        Filter filter = Filter.In("a", 1, DateTimeOffset.UnixEpoch);
        for (int depth = 1; depth < Filter.MaxDepth; depth++)
            filter = depth % 2 == 0 ? Filter.And(filter, Filter.Exists("b")) : Filter.Or(filter, Filter.Missing("c"));
        Assert.Equal(filter, Filter.Parse(filter.ToJson()));
        Assert.Throws<VectorStoreException>(() => !filter);
    }

    [Fact]
    public void The_number_of_conditions_and_of_values_has_a_limit()
    {
        Filter.Or(Enumerable.Range(0, Filter.MaxConditions).Select(i => Filter.Eq("a", i)));
        Assert.Throws<VectorStoreException>(() => Filter.Or(Enumerable.Range(0, Filter.MaxConditions + 1).Select(i => Filter.Eq("a", i))));
        Filter.In("a", Enumerable.Range(0, Filter.MaxValues).Select(i => (PayloadValue)i));
        Assert.Throws<VectorStoreException>(() => Filter.In("a", Enumerable.Range(0, Filter.MaxValues + 1).Select(i => (PayloadValue)i)));
        Assert.Throws<VectorStoreException>(() => Filter.Parse("{\"a\": {\"$in\": [" + string.Join(',', Enumerable.Range(0, Filter.MaxValues + 1)) + "]}}"));
    }

    [Fact]
    public void Shared_parts_count_as_often_as_they_stand_in_the_tree()
    {
        Filter filter = Filter.Eq("a", 1);
        for (int i = 0; i < 10; i++)
            filter = !!(filter & filter);
        Assert.Throws<VectorStoreException>(() => filter & filter);
    }

    [Fact]
    public void A_long_text_is_refused_before_it_is_read()
    {
        string json = new(' ', FilterJson.MaxBytes + 1);
        Assert.Throws<VectorStoreException>(() => Filter.Parse(json));
        Assert.Throws<VectorStoreException>(() => FilterJson.Parse(new byte[FilterJson.MaxBytes + 1]));
    }

    [Fact]
    public void A_filter_stands_in_a_document()
    {
        Request request = JsonSerializer.Deserialize<Request>("""{"Filter": {"a": {"$gt": 1}}, "K": 3}""")!;
        Assert.Equal(new Request(Filter.Gt("a", 1), 3), request);
        Assert.Equal("""{"Filter":{"a":{"$gt":1}},"K":3}""", JsonSerializer.Serialize(request));
        Assert.Equal("filter.a.gt", Assert.Throws<VectorStoreException>(() => JsonSerializer.Deserialize<Request>("""{"Filter": {"a": {"gt": 1}}}""")).Field);
    }

    private sealed record Request(Filter Filter, int K);
}
