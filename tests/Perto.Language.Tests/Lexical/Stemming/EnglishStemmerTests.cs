namespace Perto.Language.Tests;

public sealed class EnglishStemmerTests
{
    // Words and stems of the published vocabulary: snowballstem/snowball-data, english/diffs.txt, revision 6a14b3a.
    private const string Vocabulary =
        "a a abandonment abandon abasement abas abashed abash abate abat abbey abbey abbreviation abbrevi abdominal abdomin abed abe " +
        "abhorring abhor abiding abid abilities abil abjectness abject abnormality abnorm abominably abomin aboriginally aborigin " +
        "abyss abyss abysses abyss academy academi accedes acced accelerated acceler accessories accessori accidental accident accidents accid " +
        "acclivity accliv accommodations accommod accompanied accompani accountabilities account accountability account accrue accru " +
        "accuracy accuraci accurately accur accuser accus achievements achiev achilles achill acquiescence acquiesc acquirement acquir " +
        "acquittal acquitt acquitted acquit acre acr acrimoniously acrimoni activity activ actress actress actuality actual acuter acut " +
        "adamant adam adaptability adapt added ad adding ad adds add additionally addit adequate adequ adhesive adhes adieux adieux " +
        "adjutant adjut administrative administr administrators administr admiralty admiralti admittance admitt admonitory admonitori " +
        "advantageously advantag misconstrued misconstru misdeed misde miserly miser misery miseri mismanagement mismanag misled misl " +
        "missus missus missis missi missive missiv missy missi mistily mistili mistiness misti mistrustfully mistrust mitigation mitig " +
        "mitchell mitchel mixer mixer mixes mix mizzle mizzl mobbed mob mockeries mockeri modelling model moderately moder modifications modif " +
        "modified modifi moistening moisten molluscous mollusc momentarily momentarili momentous moment monastery monasteri moneyed money " +
        "mongering monger monied moni monkeys monkey monocotyledonous monocotyledon monopolist monopolist monopolize monopol " +
        "monosyllabic monosyllab monosyllable monosyl monotonously monoton moodily moodili moorings moor moralizes moral morality moral " +
        "moreover moreov mortification mortif mortifying mortifi mostly most motherless motherless motioned motion motionles motionl " +
        "mottled mottl mouldering moulder mournfulness mourn moveable moveabl movement movement mucilaginous mucilagin muddying muddi";

    public static TheoryData<string, string> Words => Pairs(Vocabulary);

    [Theory]
    [MemberData(nameof(Words))]
    public void Words_of_the_published_vocabulary_have_its_stems(string word, string stem) => Assert.Equal(stem, EnglishStemmer.Stem(word));

    [Theory]
    [InlineData("skies", "sky")]
    [InlineData("dying", "die")]
    [InlineData("news", "news")]
    [InlineData("generously", "generous")]
    [InlineData("communism", "communism")]
    [InlineData("arsenal", "arsenal")]
    [InlineData("proceeds", "proceed")]
    [InlineData("herrings", "herring")]
    [InlineData("hoping", "hope")]
    [InlineData("hopping", "hop")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("gas", "gas")]
    [InlineData("kiwis", "kiwi")]
    [InlineData("say", "say")]
    [InlineData("by", "by")]
    [InlineData("youth", "youth")]
    [InlineData("boyish", "boyish")]
    [InlineData("dog's", "dog")]
    [InlineData("'tis", "tis")]
    [InlineData("knightly", "knight")]
    [InlineData("consignment", "consign")]
    public void Rules_and_exceptions_of_the_description_hold(string word, string stem) => Assert.Equal(stem, EnglishStemmer.Stem(word));

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("'''")]
    [InlineData("'s'")]
    [InlineData("sss")]
    [InlineData("yyy")]
    [InlineData("ies")]
    [InlineData("\ud800\ud800ing")]
    public void What_is_no_word_gets_a_stem_no_longer_than_itself(string word) =>
        Assert.InRange(EnglishStemmer.Stem(word).Length, Math.Min(1, word.Length), word.Length);

    [Fact]
    public void A_word_too_long_to_be_one_is_left_alone()
    {
        string word = new('a', EnglishStemmer.MaxLength - 2);
        Assert.Equal(word, EnglishStemmer.Stem(word + "ed"));
        Assert.Equal(word + "ing", EnglishStemmer.Stem(word + "ing"));
    }

    internal static TheoryData<string, string> Pairs(string vocabulary)
    {
        string[] words = vocabulary.Split(' ');
        TheoryData<string, string> pairs = [];
        for (int i = 0; i < words.Length; i += 2)
            pairs.Add(words[i], words[i + 1]);
        return pairs;
    }
}
