using Perto.Numerics;

namespace Perto.Language.Tests;

public sealed class AnalyzerTests
{
    private static readonly Analyzer English = new(new AnalyzerSettings());
    private static readonly Analyzer Portuguese = new(new AnalyzerSettings { Language = TextLanguage.Portuguese });
    private static readonly Analyzer Plain = new(new AnalyzerSettings { Language = TextLanguage.None, FoldAccents = false });

    [Fact]
    public void English_words_lose_case_endings_and_stop_words() =>
        Assert.Equal(["cat", "run", "quick", "hous"], English.TermList("The cats were RUNNING quickly through the Houses."));

    [Fact]
    public void Portuguese_words_meet_with_and_without_accents() =>
        Assert.Equal(Portuguese.TermList("A informação não está no café d'água"), Portuguese.TermList("A informação nao esta no cafe agua"));

    [Fact]
    public void Contractions_are_stop_words_with_either_apostrophe() =>
        Assert.Equal(["stop"], English.TermList("Don't stop; we\u2019re"));

    [Fact]
    public void Points_stay_inside_numbers_and_not_between_words() =>
        Assert.Equal(["version", "3.14", "1,000", "example", "com", "end"], Plain.TermList("version 3.14 1,000. example.com end."));

    [Fact]
    public void Chinese_and_japanese_become_overlapping_pairs() =>
        Assert.Equal(["東京", "京都", "abc", "水"], Plain.TermList("東京都abc 水。"));

    [Fact]
    public void Ideographs_of_two_units_are_paired_whole() =>
        Assert.Equal(["\U00020000\U00020001", "\U00020001\U00020002"], Plain.TermList("\U00020000\U00020001\U00020002"));

    [Fact]
    public void Accents_behind_their_letters_are_joined() =>
        Assert.Equal(Plain.TermList("ação"), Plain.TermList("ac\u0327a\u0303o"));

    [Fact]
    public void Full_width_letters_are_ascii() => Assert.Equal(["perto42"], Plain.TermList("\uFF30\uFF45\uFF52\uFF54\uFF4F\uFF14\uFF12"));

    [Theory]
    [InlineData("straße œuvre Ærø", "strasse oeuvre aero")]
    [InlineData("Łódź Đà Nẵng Çeşme", "lodz da nang cesme")]
    [InlineData("ůžňěř ĳ ſ", "uzner ij s")]
    public void Folding_takes_accents_off(string text, string folded)
    {
        Analyzer analyzer = new(new AnalyzerSettings { Language = TextLanguage.None });
        Assert.Equal(folded, string.Join(' ', analyzer.TermList(text)));
    }

    [Fact]
    public void Folding_agrees_with_the_canonical_decomposition()
    {
        // The first characters of the canonical decompositions, from Unicode's data.
        const string accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžạảấằẽếệỉịọốộớụủứỳỹ";
        const string plain = "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzaaaaeeeiioooouuuyy";
        Analyzer analyzer = new(new AnalyzerSettings { Language = TextLanguage.None });
        Assert.Equal(plain, string.Concat(accented.SelectMany(letter => analyzer.TermList(letter.ToString()))));
    }

    [Fact]
    public void Places_and_positions_lead_back_to_the_text()
    {
        const string text = "The cats of Rome";
        List<(string Word, int Position)> places = [];
        AnalyzedTerms terms = English.Terms(text);
        while (terms.MoveNext())
            places.Add((text.Substring(terms.Start, terms.Length), terms.Position));
        Assert.Equal([("cats", 1), ("Rome", 3)], places);
    }

    [Fact]
    public void A_long_word_is_cut()
    {
        string term = Assert.Single(Plain.TermList(new string('x', 100_000)));
        Assert.Equal(AnalyzedTerms.MaxLength, term.Length);
    }

    [Fact]
    public void Hostile_text_gives_terms_of_whole_characters_within_bounds()
    {
        SeededRandom random = new(7);
        Analyzer[] analyzers = [English, Portuguese, Plain];
        const string awkward = "\ud800\udc00'\u2019.,\u0301\u0303ßœÆyY\u200d\ufeff\0東か가\uff21１";
        for (int time = 0; time < 3_000; time++)
        {
            char[] text = new char[random.Next(200)];
            for (int i = 0; i < text.Length; i++)
                text[i] = random.Next(2) == 0 ? awkward[random.Next(awkward.Length)] : (char)random.Next(0x10000);
            foreach (Analyzer analyzer in analyzers)
            {
                foreach (ReadOnlySpan<char> term in analyzer.Terms(text))
                {
                    Assert.InRange(term.Length, 1, AnalyzedTerms.MaxLength);
                    Assert.DoesNotContain('\0', term.ToString());
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        const string text = "The quick brown foxes weren't jumping over the lazy dogs: résumés, 東京都, 3.14.";
        Count();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = Count();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10, count);

        static int Count()
        {
            int count = 0;
            foreach (ReadOnlySpan<char> term in English.Terms(text))
                count += term.Length > 0 ? 1 : 0;
            return count;
        }
    }

    [Fact]
    public void A_language_that_is_none_of_ours_is_refused() =>
        Assert.Contains("Language is 9", Assert.Throws<ArgumentException>(() => new Analyzer(new AnalyzerSettings { Language = (TextLanguage)9 })).Message, StringComparison.Ordinal);
}
