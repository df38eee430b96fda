namespace Perto.Language;

/// <summary>
/// The Portuguese stemmer of Snowball ("Portuguese stemming algorithm", snowballstem.org, in the form of Snowball 2). It takes endings away so
/// that the forms of a word meet: <c>acabada</c> and <c>acabamento</c> become <c>acab</c>. What is left need not be a word.
/// </summary>
public static class PortugueseStemmer
{
    /// <summary>Longer words are left as they are.</summary>
    public const int MaxLength = 64;

    private static readonly WordEnding[] Standard = WordEnding.LongestFirst(
        WordEnding.Of(
            "eza ezas ico ica icos icas ismo ismos ável ível ista istas oso osa osos osas amento amentos imento imentos " +
            "adora ador aça~o adoras adores aço~es ante antes ância", ""),
        WordEnding.Of("logia logias", "log"), WordEnding.Of("uça~o uço~es", "u"), WordEnding.Of("ência ências", "ente"),
        WordEnding.Of("amente mente idade idades iva ivo ivas ivos", ""), WordEnding.Of("ira iras", "ir"));

    private static readonly WordEnding[] BeforeAmente = WordEnding.LongestFirst(WordEnding.Of("iv os ic ad", ""));
    private static readonly WordEnding[] BeforeMente = WordEnding.LongestFirst(WordEnding.Of("ante avel ível", ""));
    private static readonly WordEnding[] BeforeIdade = WordEnding.LongestFirst(WordEnding.Of("abil ic iv", ""));

    private static readonly WordEnding[] Verb = WordEnding.LongestFirst(WordEnding.Of(
        "ada ida ia aria eria iria ará ara erá era irá ava asse esse isse aste este iste ei arei erei irei am iam ariam eriam iriam " +
        "aram eram iram avam em arem erem irem assem essem issem ado ido ando endo indo ara~o era~o ira~o ar er ir as adas idas ias " +
        "arias erias irias arás aras erás eras irás avas es ardes erdes irdes ares eres ires asses esses isses astes estes istes is " +
        "ais eis íeis aríeis eríeis iríeis áreis areis éreis ereis íreis ireis ásseis ésseis ísseis áveis ados idos " +
        "ámos amos íamos aríamos eríamos iríamos áramos éramos íramos ávamos emos aremos eremos iremos ássemos êssemos " +
        "íssemos imos armos ermos irmos eu iu ou ira iras", ""));

    private static readonly WordEnding[] Residual = WordEnding.LongestFirst(WordEnding.Of("os a i o á í ó", ""));

    /// <summary>Stems a word where it stands.</summary>
    /// <param name="word">A word in lower case with its accents, each a single character. Letters behind the stem are scratch afterwards.</param>
    /// <returns>How many of its letters are the stem.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length > MaxLength)
            return word.Length;
        Span<char> letters = stackalloc char[2 * MaxLength];
        StemBuffer buffer = new(letters, 0);
        SplitNasals(word, ref buffer);
        Regions regions = Regions.Of(buffer.Word);

        if (DropStandard(ref buffer, regions) || DropVerb(ref buffer, regions))
        {
            if (buffer.EndsWith("ci"))
                buffer.TryDrop("i", regions.Verb);
        }
        else if (buffer.TryFind(Residual, out WordEnding residual) && buffer.Length - residual.Suffix.Length >= regions.Verb)
        {
            buffer.Replace(residual);
        }
        DropForm(ref buffer, regions);
        return JoinNasals(buffer.Word, word);
    }

    /// <summary>The stem of a word.</summary>
    /// <param name="word">A word in lower case with its accents.</param>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        Span<char> letters = word.ToCharArray();
        return new string(letters[..Stem(letters)]);
    }

    // Nasal vowels count as a vowel and a consonant.
    private static void SplitNasals(ReadOnlySpan<char> word, ref StemBuffer to)
    {
        foreach (char letter in word)
        {
            to.Append(letter switch { 'ã' => 'a', 'õ' => 'o', _ => letter });
            if (letter is 'ã' or 'õ')
                to.Append('~');
        }
    }

    private static int JoinNasals(ReadOnlySpan<char> letters, Span<char> word)
    {
        int length = 0;
        for (int i = 0; i < letters.Length; i++)
        {
            bool nasal = letters[i] is 'a' or 'o' && i + 1 < letters.Length && letters[i + 1] == '~';
            word[length++] = !nasal ? letters[i] : letters[i++] == 'a' ? 'ã' : 'õ';
        }
        return length;
    }

    private static bool DropStandard(ref StemBuffer word, Regions regions)
    {
        if (!word.TryFind(Standard, out WordEnding ending))
            return false;
        int start = word.Length - ending.Suffix.Length;
        bool allowed = ending.Suffix switch
        {
            "ira" or "iras" => start >= regions.Verb && word.Before(start) == 'e',
            "amente" => start >= regions.First,
            _ => start >= regions.Second,
        };
        if (!allowed)
            return false;
        word.Replace(ending);
        switch (ending.Suffix)
        {
            case "amente":
                if (TryDropAny(ref word, BeforeAmente, regions.Second, out WordEnding dropped) && dropped.Suffix == "iv")
                    word.TryDrop("at", regions.Second);
                break;
            case "mente":
                TryDropAny(ref word, BeforeMente, regions.Second, out _);
                break;
            case "idade" or "idades":
                TryDropAny(ref word, BeforeIdade, regions.Second, out _);
                break;
            case "iva" or "ivo" or "ivas" or "ivos":
                word.TryDrop("at", regions.Second);
                break;
        }
        return true;
    }

    private static bool TryDropAny(ref StemBuffer word, WordEnding[] endings, int from, out WordEnding ending)
    {
        if (!word.TryFind(endings, out ending) || word.Length - ending.Suffix.Length < from)
            return false;
        word.Replace(ending);
        return true;
    }

    private static bool DropVerb(ref StemBuffer word, Regions regions)
    {
        if (!word.TryFind(Verb, out WordEnding ending, regions.Verb))
            return false;
        word.Replace(ending);
        return true;
    }

    private static void DropForm(ref StemBuffer word, Regions regions)
    {
        if (word.EndsWith("ç"))
        {
            word[word.Length - 1] = 'c';
        }
        else if (word.TryDrop("e", regions.Verb) || word.TryDrop("é", regions.Verb) || word.TryDrop("ê", regions.Verb))
        {
            if (word.EndsWith("gu"))
                word.TryDrop("u", regions.Verb);
            else if (word.EndsWith("ci"))
                word.TryDrop("i", regions.Verb);
        }
    }

    /// <summary>Where the regions begin in which endings may be taken away.</summary>
    private readonly record struct Regions(int Verb, int First, int Second)
    {
        public static Regions Of(ReadOnlySpan<char> word)
        {
            int first = After(word, After(word, 0, vowel: true), vowel: false);
            int second = After(word, After(word, first, vowel: true), vowel: false);
            return new Regions(OfVerbs(word), first, second);
        }

        private static int OfVerbs(ReadOnlySpan<char> word)
        {
            if (word.Length < 2)
                return word.Length;
            bool first = IsVowel(word[0]), second = IsVowel(word[1]);
            if (!second)
                return After(word, 2, vowel: true);
            return first ? After(word, 2, vowel: false) : Math.Min(3, word.Length);
        }

        // Behind the next vowel (or consonant), or at the end where there is none.
        private static int After(ReadOnlySpan<char> word, int from, bool vowel)
        {
            for (int i = from; i < word.Length; i++)
            {
                if (IsVowel(word[i]) == vowel)
                    return i + 1;
            }
            return word.Length;
        }

        private static bool IsVowel(char letter) => "aeiouáéíóúâêô".Contains(letter);
    }
}
