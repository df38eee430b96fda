using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Places: near and within, over the date line and at the poles. A degree of a great circle is 111,195.08 meters.</summary>
public abstract class GeoConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private static readonly Dictionary<string, GeoPoint> Places = new()
    {
        ["origin"] = new(0, 0),
        ["degree"] = new(0, 1),
        ["berlin"] = new(52.52, 13.405),
        ["paris"] = new(48.8566, 2.3522),
        ["fiji"] = new(-17.8, 178),
        ["samoa"] = new(-13.8, -171.8),
        ["line"] = new(0, 180),
        ["line2"] = new(0, -180),
        ["pole"] = new(90, 0),
        ["arctic"] = new(89.9, 0),
        ["arctic2"] = new(89.9, 180),
        ["south"] = new(-90, 45),
    };

    private static readonly string[] All = [.. Places.Keys, "none"];

    private static readonly string Everywhere = string.Join(' ', Places.Keys);

    [Theory]
    [InlineData(0, 0, 0, "origin")]
    [InlineData(0, 0, 111_195, "origin")]
    [InlineData(0, 0, 111_196, "origin degree")]
    [InlineData(0, 0.5, 55_598, "origin degree")]
    [InlineData(0, 0.5, 55_597, "")]
    [InlineData(52.52, 13.405, 877_400, "berlin")]
    [InlineData(52.52, 13.405, 877_500, "berlin paris")]
    [InlineData(0, 179.9, 11_120, "line line2")]
    [InlineData(0, -179.9, 11_120, "line line2")]
    [InlineData(0, 179.9, 11_119, "")]
    [InlineData(0, 180, 0, "line line2")]
    [InlineData(-15.9, -177, 700_000, "fiji samoa")]
    [InlineData(90, 77, 1, "pole")]
    [InlineData(90, -180, 11_120, "pole arctic arctic2")]
    [InlineData(89.95, 90, 6_000, "pole")]
    [InlineData(89.95, 90, 13_000, "pole arctic arctic2")]
    [InlineData(89.9, 180, 22_238, "pole arctic2")]
    [InlineData(89.9, 180, 22_240, "pole arctic arctic2")]
    [InlineData(-90, -120, 1, "south")]
    [InlineData(30, 30, 1_000, "")]
    public async Task Near_matches_places_within_the_distance(double latitude, double longitude, double meters, string expected) =>
        await MatchesAsync(await WorldAsync(), All, Filter.Near("at", new GeoPoint(latitude, longitude), meters), expected);

    [Fact]
    public async Task Near_reaches_round_the_whole_Earth()
    {
        IVectorCollection world = await WorldAsync();
        GeoPoint origin = new(0, 0);
        double half = Math.PI * GeoPoint.EarthRadius;
        await MatchesAsync(world, All, Filter.Near("at", origin, half - 1), string.Join(' ', Places.Keys.Except(["line", "line2"])));
        await MatchesAsync(world, All, Filter.Near("at", origin, half + 1), Everywhere);
        await MatchesAsync(world, All, Filter.Near("at", origin, double.MaxValue), Everywhere);
    }

    [Theory]
    [InlineData(-1, -1, 1, 2, "origin degree")]
    [InlineData(0, 0, 0, 0, "origin")]
    [InlineData(0, 0, 0, 1, "origin degree")]
    [InlineData(0, 0.001, 10, 1, "degree")]
    [InlineData(48, 2, 53, 14, "berlin paris")]
    [InlineData(49, 2, 53, 14, "berlin")]
    [InlineData(48, 2, 52.52, 13.405, "berlin paris")]
    [InlineData(48, 2, 52.51, 13.405, "paris")]
    [InlineData(-20, 170, 0, -170, "fiji samoa line line2")]
    [InlineData(-20, 170, -1, -170, "fiji samoa")]
    [InlineData(-20, 170, 0, 180, "fiji line line2")]
    [InlineData(-20, -180, 0, -170, "samoa line line2")]
    [InlineData(-20, 179, 0, -179, "line line2")]
    [InlineData(-20, 180, 20, -180, "line line2")]
    [InlineData(89, -180, 90, 180, "pole arctic arctic2")]
    [InlineData(89, -1, 90, 1, "pole arctic")]
    [InlineData(89, 10, 90, 20, "")]
    [InlineData(-90, 40, -80, 50, "south")]
    [InlineData(40, 14, 60, 13, "paris")]
    public async Task Within_matches_places_in_the_box(double south, double west, double north, double east, string expected) =>
        await MatchesAsync(await WorldAsync(), All, Filter.Within("at", new GeoPoint(south, west), new GeoPoint(north, east)), expected);

    [Fact]
    public async Task The_whole_world_is_a_box() => await MatchesAsync(
        await WorldAsync(), All, Filter.Within("at", new GeoPoint(-90, -180), new GeoPoint(90, 180)), Everywhere);

    [Fact]
    public async Task A_place_is_there_or_missing()
    {
        IVectorCollection world = await WorldAsync();
        await MatchesAsync(world, All, Filter.Exists("at"), Everywhere);
        await MatchesAsync(world, All, Filter.Missing("at"), "none");
    }

    [Fact]
    public async Task Conditions_on_places_combine_with_others()
    {
        IVectorCollection world = await WorldAsync();
        Filter europe = Filter.Within("at", new GeoPoint(35, -10), new GeoPoint(60, 30)), equator = Filter.Near("at", new GeoPoint(0, 0), 200_000);
        await MatchesAsync(world, All, europe | equator, "berlin paris origin degree");
        await MatchesAsync(world, All, europe & !Filter.Near("at", Places["paris"], 1_000), "berlin");
        await MatchesAsync(world, All, (europe | Filter.Missing("at")) & Filter.Ne("name", "paris"), "berlin none");
    }

    [Fact]
    public async Task The_JSON_form_means_the_same()
    {
        IVectorCollection world = await WorldAsync();
        await MatchesAsync(world, All, Filter.Parse("""{"at": {"$near": {"lat": 52.5, "lon": 13.4, "meters": 5e3}}}"""), "berlin");
        await MatchesAsync(
            world, All, Filter.Parse("""{"at": {"$within": {"south": -20, "west": 170, "north": -1, "east": -170}}}"""), "fiji samoa");
        await MatchesAsync(world, All, Filter.Parse("""{"at": {"$not": {"$near": {"lat": 0, "lon": 0, "meters": 2e7}}}}"""), "line line2 none");
    }

    [Fact]
    public async Task A_place_is_read_back_as_it_was_written()
    {
        IVectorCollection world = await WorldAsync();
        GeoPoint exact = new(-12.345678901234567, 179.99999999999997);
        await world.UpsertAsync(Record("exact", "at", exact));
        Assert.Equal(exact, (await world.GetAsync("exact"))!.Payload["at"].Geo);
        foreach ((string id, GeoPoint place) in Places)
            Assert.Equal(place, (await world.GetAsync(id))!.Payload["at"]);
        SearchHit hit = (await world.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { Filter = Filter.Near("at", exact, 1) })).Hits[0];
        Assert.Equal(exact, hit.Payload["at"].Geo);
    }

    [Fact]
    public async Task A_record_that_moves_is_found_where_it_is()
    {
        IVectorCollection world = await WorldAsync();
        await world.UpdatePayloadAsync("berlin", new Dictionary<string, PayloadValue> { ["at"] = new GeoPoint(-52.52, -13.405) });
        await MatchesAsync(world, All, Filter.Near("at", Places["berlin"], 1_000), "");
        await MatchesAsync(world, All, Filter.Near("at", new GeoPoint(-52.52, -13.405), 1), "berlin");
        await world.UpdatePayloadAsync("berlin", new Dictionary<string, PayloadValue> { ["at"] = PayloadValue.None });
        await MatchesAsync(world, All, Filter.Missing("at"), "berlin none");
    }

    [Theory]
    [InlineData("eq", "filter.at")]
    [InlineData("in", "filter.at")]
    [InlineData("gt", "filter.at")]
    [InlineData("words", "filter.at.$words")]
    [InlineData("near", "filter.name.$near")]
    [InlineData("within", "filter.name.$within")]
    [InlineData("unknown", "filter.nowhere.$near")]
    public async Task A_condition_that_does_not_go_with_the_field_is_refused(string fault, string field)
    {
        IVectorCollection world = await WorldAsync();
        GeoPoint origin = new(0, 0);
        Filter bad = fault switch
        {
            "eq" => Filter.Eq("at", "0,0"),
            "in" => Filter.In("at", 1, 2),
            "gt" => Filter.Gt("at", 1.5),
            "words" => Filter.Words("at", "berlin"),
            "near" => Filter.Near("name", origin, 1),
            "within" => Filter.Within("name", origin, origin),
            _ => Filter.Near("nowhere", origin, 1),
        };
        await RefusesAsync(field, () => world.CountAsync(bad).AsTask());
        await RefusesAsync(field, () => world.SearchAsync(new VectorQuery("v", new float[2]) { Filter = bad }).AsTask());
    }

    [Fact]
    public async Task What_is_no_place_is_refused()
    {
        IVectorCollection world = await WorldAsync();
        await RefusesAsync("payload.at", () => world.UpsertAsync(Record("a", "at", "52.5, 13.4")).AsTask());
        await RefusesAsync("payload.at", () => world.UpsertAsync(Record("a", "at", 52.5)).AsTask());
        await RefusesAsync("payload.name", () => world.UpsertAsync(Record("a", "name", new GeoPoint(1, 2))).AsTask());
    }

    private async Task<IVectorCollection> WorldAsync()
    {
        IVectorCollection world = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Geo("at").Keyword("name"));
        await world.UpsertAsync(
        [
            .. Places.Select(place => new VectorRecord(place.Key)
            {
                Vectors = { ["v"] = new float[] { 1, 0 } },
                Payload = { ["at"] = place.Value, ["name"] = place.Key },
            }),
            Record("none", 1, 0),
        ]);
        return world;
    }
}
