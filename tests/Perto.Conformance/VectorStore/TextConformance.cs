using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Texts that filters match by their words: case, accents, scripts, widths.</summary>
public abstract class TextConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["red"] = "The Red Planet, part 2: red-hot!",
        ["marte"] = "Planeta vermelho\nMARTE",
        ["cafe"] = "Café Müller",
        ["cafe2"] = "Cafe\u0301 Muller",
        ["plain"] = "cafe muller",
        ["russian"] = "Красная планета",
        ["greek"] = "ο δρόμος των ΟΔΩΝ",
        ["tokyo"] = "東京 タワー",
        ["hindi"] = "लाल ग्रह",
        ["fish"] = "\uFB01sh \uFF11\uFF12\uFF13 x\u00B2",
        ["empty"] = "",
        ["dots"] = "...",
    };

    private static readonly string[] All = [.. Texts.Keys, "none"];

    [Theory]
    [InlineData("red", "red")]
    [InlineData("RED", "red")]
    [InlineData("planet red", "red")]
    [InlineData("  red,  planet. ", "red")]
    [InlineData("hot", "red")]
    [InlineData("2", "red")]
    [InlineData("part part PART", "red")]
    [InlineData("plane", "")]
    [InlineData("planets", "")]
    [InlineData("red vermelho", "")]
    [InlineData("marte", "marte")]
    [InlineData("planeta marte", "marte")]
    [InlineData("café", "cafe cafe2")]
    [InlineData("CAFE\u0301", "cafe cafe2")]
    [InlineData("cafe", "plain")]
    [InlineData("muller", "cafe2 plain")]
    [InlineData("müller", "cafe")]
    [InlineData("mu\u0308ller café", "cafe")]
    [InlineData("КРАСНАЯ", "russian")]
    [InlineData("планета красная", "russian")]
    [InlineData("οδων", "greek")]
    [InlineData("ΔΡΌΜΟΣ", "greek")]
    [InlineData("東京", "tokyo")]
    [InlineData("\uFF80\uFF9C\uFF70", "tokyo")]
    [InlineData("京", "")]
    [InlineData("ग्रह", "hindi")]
    [InlineData("fish", "fish")]
    [InlineData("123 x2", "fish")]
    [InlineData("12", "")]
    public async Task All_words_of_the_query_are_in_the_text(string words, string expected) =>
        await MatchesAsync(await LibraryAsync(), All, Filter.Words("text", words), expected);

    [Fact]
    public async Task A_text_without_words_is_there_all_the_same()
    {
        IVectorCollection library = await LibraryAsync();
        await MatchesAsync(library, All, Filter.Exists("text"), string.Join(' ', Texts.Keys));
        await MatchesAsync(library, All, Filter.Missing("text"), "none");
    }

    [Fact]
    public async Task Words_combine_with_other_conditions()
    {
        IVectorCollection library = await LibraryAsync();
        await MatchesAsync(library, All, Filter.Words("text", "red") | Filter.Words("text", "marte"), "red marte");
        await MatchesAsync(library, All, Filter.Words("text", "muller") & !Filter.Words("text", "cafe"), "cafe2");
        await MatchesAsync(library, All, Filter.Parse("""{"text": {"$words": "Red PLANET"}, "other": null}"""), "red");
        await MatchesAsync(library, All, Filter.Words("text", "same") | Filter.Words("other", "red"), "");
    }

    [Fact]
    public async Task A_text_is_read_back_as_it_was_written()
    {
        IVectorCollection library = await LibraryAsync();
        foreach ((string id, string text) in Texts)
            Assert.Equal(text, (await library.GetAsync(id))!.Payload["text"].Keyword);
        Assert.Equal(Texts["cafe2"], (await library.ScrollAsync(new ScrollQuery { Filter = Filter.Words("text", "CAFÉ MULLER") })).Records[0].Payload["text"]);
    }

    [Fact]
    public async Task A_changed_text_is_found_by_its_new_words_only()
    {
        IVectorCollection library = await LibraryAsync();
        await library.UpdatePayloadAsync("red", new Dictionary<string, PayloadValue> { ["text"] = "The blue planet" });
        await MatchesAsync(library, All, Filter.Words("text", "red"), "");
        await MatchesAsync(library, All, Filter.Words("text", "blue planet"), "red");
        await library.DeleteAsync(["red"]);
        await MatchesAsync(library, [.. All.Except(["red"])], Filter.Words("text", "planet"), "");
        await library.UpsertAsync(Record("red", "text", "red again"));
        await MatchesAsync(library, All, Filter.Words("text", "red"), "red");
    }

    [Fact]
    public async Task A_text_may_be_long_and_have_many_words()
    {
        IVectorCollection library = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Text("text"));
        string many = string.Join(' ', Enumerable.Range(0, 9_000).Select(i => $"w{i}"));
        string longest = new('x', PayloadField.MaxKeywordBytes);
        await library.UpsertAsync([Record("many", "text", many), Record("longest", "text", longest), Record("few", "text", "w1 w2")]);
        await MatchesAsync(library, ["many", "longest", "few"], Filter.Words("text", "w8999 w0 w4500"), "many");
        await MatchesAsync(library, ["many", "longest", "few"], Filter.Words("text", "w2 w1"), "many few");
        await MatchesAsync(library, ["many", "longest", "few"], Filter.Words("text", longest), "longest");
        Assert.Equal(many, (await library.GetAsync("many"))!.Payload["text"]);
        await RefusesAsync("payload.text", () => library.UpsertAsync(Record("a", "text", longest + "x")).AsTask());
    }

    [Theory]
    [InlineData("eq", "filter.text")]
    [InlineData("ne", "filter.text")]
    [InlineData("in", "filter.text")]
    [InlineData("all", "filter.text")]
    [InlineData("lt", "filter.text")]
    [InlineData("near", "filter.text.$near")]
    [InlineData("words", "filter.word.$words")]
    [InlineData("unknown", "filter.nothing.$words")]
    public async Task A_condition_that_does_not_go_with_the_field_is_refused(string fault, string field)
    {
        IVectorCollection library = await LibraryAsync();
        Filter bad = fault switch
        {
            "eq" => Filter.Eq("text", "red"),
            "ne" => Filter.Ne("text", "red"),
            "in" => Filter.In("text", "red"),
            "all" => Filter.ContainsAll("text", "red"),
            "lt" => Filter.Lt("text", "red"),
            "near" => Filter.Near("text", new GeoPoint(0, 0), 1),
            "words" => Filter.Words("word", "red"),
            _ => Filter.Words("nothing", "red"),
        };
        await RefusesAsync(field, () => library.CountAsync(bad).AsTask());
        await RefusesAsync(field, () => library.DeleteAsync(bad).AsTask());
    }

    private async Task<IVectorCollection> LibraryAsync()
    {
        IVectorCollection library = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Text("text").Text("other").Keyword("word"));
        await library.UpsertAsync([.. Texts.Select(text => Record(text.Key, "text", text.Value)), Record("none", 1, 0)]);
        return library;
    }
}
