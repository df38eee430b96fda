using System.Collections.Frozen;

namespace Perto.Language;

/// <summary>Words that stand in nearly every text of a language and so tell nothing of what one is about.</summary>
public static class StopWords
{
    private static readonly FrozenSet<string> English = Set(
        "a about above after again against all am an and any are aren't as at be because been before being below between both but by can " +
        "can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from further had hadn't has hasn't have " +
        "haven't having he he'd he'll he's her here here's hers herself him himself his how how's i i'd i'll i'm i've if in into is isn't it " +
        "it's its itself let's me more most mustn't my myself no nor not of off on once only or other ought our ours ourselves out over own " +
        "same shan't she she'd she'll she's should shouldn't so some such than that that's the their theirs them themselves then there " +
        "there's these they they'd they'll they're they've this those through to too under until up very was wasn't we we'd we'll we're " +
        "we've were weren't what what's when when's where where's which while who who's whom why why's will with won't would wouldn't you " +
        "you'd you'll you're you've your yours yourself yourselves");

    private static readonly FrozenSet<string> Portuguese = Set(
        "a à ao aos aquela aquelas aquele aqueles aquilo as às até com como da das de dela delas dele deles depois do dos e é ela elas ele " +
        "eles em entre era eram essa essas esse esses esta está estamos estão estar estas estava estavam este esteja estes esteve estive " +
        "estou eu foi fomos for fora foram fosse fossem fui há haja hão havia hei houve isso isto já lhe lhes mais mas me mesmo meu meus " +
        "minha minhas muito na não nas nem no nos nós nossa nossas nosso nossos num numa o os ou para pela pelas pelo pelos por qual quando " +
        "que quem são se seja sejam sem ser será serão seria seu seus só somos sou sua suas também te tem têm temos tenha tenho ter terá " +
        "teu teus teve tinha tinham tive tu tua tuas um uma você vocês vos");

    private static readonly FrozenSet<string> PlainPortuguese = Set(string.Join(' ', Portuguese.Select(WithoutAccents)));

    /// <summary>Whether a word is one of a language's stop words.</summary>
    /// <param name="word">A word in lower case, its apostrophe a plain one.</param>
    /// <param name="language">The language; <see cref="TextLanguage.None"/> has none.</param>
    /// <param name="foldAccents">Whether a word that lacks its accents is one too: <c>nao</c> for <c>não</c>.</param>
    public static bool Contains(ReadOnlySpan<char> word, TextLanguage language, bool foldAccents = false) => language switch
    {
        TextLanguage.English => Has(English, word),
        TextLanguage.Portuguese => Has(Portuguese, word) || (foldAccents && Has(PlainPortuguese, word)),
        _ => false,
    };

    private static bool Has(FrozenSet<string> words, ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static string WithoutAccents(string word)
    {
        Span<char> letters = word.ToCharArray();
        return new string(letters[..CharacterFolding.WithoutAccents(letters, word.Length)]);
    }
}
