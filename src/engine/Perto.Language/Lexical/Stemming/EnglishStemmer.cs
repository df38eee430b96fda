namespace Perto.Language;

/// <summary>
/// The English stemmer of Snowball, known as Porter2 (Martin Porter, "The English (Porter2) stemming algorithm"), in the form of Snowball 2:
/// the one before the exceptions that Snowball 3 added. It takes endings away so that the forms of a word meet: <c>connected</c> and
/// <c>connections</c> become <c>connect</c>. What is left need not be a word.
/// </summary>
public static class EnglishStemmer
{
    /// <summary>Longer words are left as they are: no English word is as long.</summary>
    public const int MaxLength = 64;

    private static readonly WordEnding[] Possessives = WordEnding.LongestFirst(WordEnding.Of("' 's 's'", ""));

    private static readonly WordEnding[] Plurals = WordEnding.LongestFirst(
        WordEnding.Of("sses", "ss"), WordEnding.Of("ied ies", "i"), WordEnding.Of("s", ""), WordEnding.Of("us", "us"), WordEnding.Of("ss", "ss"));

    private static readonly WordEnding[] Participles = WordEnding.LongestFirst(
        WordEnding.Of("eed eedly", "ee"), WordEnding.Of("ed edly ing ingly", ""));

    private static readonly WordEnding[] Second = WordEnding.LongestFirst(
        WordEnding.Of("tional", "tion"), WordEnding.Of("enci", "ence"), WordEnding.Of("anci", "ance"), WordEnding.Of("abli", "able"),
        WordEnding.Of("entli", "ent"), WordEnding.Of("izer ization", "ize"), WordEnding.Of("ational ation ator", "ate"),
        WordEnding.Of("alism aliti alli", "al"), WordEnding.Of("fulness fulli", "ful"), WordEnding.Of("ousli ousness", "ous"),
        WordEnding.Of("iveness iviti", "ive"), WordEnding.Of("biliti bli", "ble"), WordEnding.Of("ogi", "og"),
        WordEnding.Of("lessli", "less"), WordEnding.Of("li", ""));

    private static readonly WordEnding[] Third = WordEnding.LongestFirst(
        WordEnding.Of("tional", "tion"), WordEnding.Of("ational", "ate"), WordEnding.Of("alize", "al"), WordEnding.Of("icate iciti ical", "ic"),
        WordEnding.Of("ful ness ative", ""));

    private static readonly WordEnding[] Fourth = WordEnding.LongestFirst(
        WordEnding.Of("al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion", ""));

    /// <summary>Stems a word where it stands.</summary>
    /// <param name="word">A word in lower case, without accents, its apostrophe a plain one. Letters behind the stem are scratch afterwards.</param>
    /// <returns>How many of its letters are the stem: 1 or more for a word of 1 or more.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length is < 3 or > MaxLength)
            return word.Length;
        if (Exception(word) is { } exception)
        {
            exception.CopyTo(word);
            return exception.Length;
        }

        // An apostrophe at the beginning is not the word's.
        StemBuffer buffer = word[0] == '\'' ? new(word[1..], word.Length - 1) : new(word, word.Length);
        MarkConsonantY(ref buffer);
        int first = FirstRegion(buffer), second = AfterVowelAndConsonant(buffer, first);
        DropPossessive(ref buffer);
        DropPlural(ref buffer);
        if (!IsWholeAfterPlural(buffer.Word))
        {
            DropParticiple(ref buffer, first);
            SoftenY(ref buffer);
            ReplaceSecond(ref buffer, first);
            ReplaceThird(ref buffer, first, second);
            DropFourth(ref buffer, second);
            DropFinal(ref buffer, first, second);
        }
        int length = buffer.Length;
        buffer.Word.CopyTo(word);
        word[..length].Replace('Y', 'y');
        return length;
    }

    /// <summary>The stem of a word.</summary>
    /// <param name="word">A word in lower case, without accents.</param>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        Span<char> letters = word.ToCharArray();
        return new string(letters[..Stem(letters)]);
    }

    private static string? Exception(ReadOnlySpan<char> word) => word switch
    {
        "skis" => "ski",
        "skies" => "sky",
        "dying" => "die",
        "lying" => "lie",
        "tying" => "tie",
        "idly" => "idl",
        "gently" => "gentl",
        "ugly" => "ugli",
        "early" => "earli",
        "only" => "onli",
        "singly" => "singl",
        "sky" => "sky",
        "news" => "news",
        "howe" => "howe",
        "atlas" => "atlas",
        "cosmos" => "cosmos",
        "bias" => "bias",
        "andes" => "andes",
        _ => null,
    };

    private static bool IsWholeAfterPlural(ReadOnlySpan<char> word) =>
        word is "inning" or "outing" or "canning" or "herring" or "earring" or "proceed" or "exceed" or "succeed";

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    // A y that is a consonant, at the beginning or after a vowel, is written Y until the end.
    private static void MarkConsonantY(ref StemBuffer word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == 'y' && (i == 0 || IsVowel(word[i - 1])))
                word[i] = 'Y';
        }
    }

    private static int FirstRegion(StemBuffer word)
    {
        foreach (string beginning in (ReadOnlySpan<string>)["gener", "commun", "arsen"])
        {
            if (word.Word.StartsWith(beginning, StringComparison.Ordinal))
                return beginning.Length;
        }
        return AfterVowelAndConsonant(word, 0);
    }

    private static int AfterVowelAndConsonant(StemBuffer word, int from)
    {
        while (from < word.Length && !IsVowel(word[from]))
            from++;
        while (from < word.Length && IsVowel(word[from]))
            from++;
        return Math.Min(from + 1, word.Length);
    }

    // A vowel between consonants of which the last is not w, x or Y; or, at the beginning of the word, a vowel and a consonant.
    private static bool EndsWithShortSyllable(StemBuffer word)
    {
        int last = word.Length - 1;
        if (last < 1 || IsVowel(word[last]) || !IsVowel(word[last - 1]))
            return false;
        return last == 1 || (!IsVowel(word[last - 2]) && word[last] is not ('w' or 'x' or 'Y'));
    }

    private static bool HasVowelBefore(StemBuffer word, int end)
    {
        for (int i = 0; i < end; i++)
        {
            if (IsVowel(word[i]))
                return true;
        }
        return false;
    }

    private static void DropPossessive(ref StemBuffer word)
    {
        if (word.TryFind(Possessives, out WordEnding ending) && ending.Suffix.Length < word.Length)
            word.Replace(ending);
    }

    private static void DropPlural(ref StemBuffer word)
    {
        if (!word.TryFind(Plurals, out WordEnding ending))
            return;
        int start = word.Length - ending.Suffix.Length;
        if (ending.Suffix is "ied" or "ies")
            word.Drop(start > 1 ? 2 : 1);
        else if (ending.Suffix != "s" || HasVowelBefore(word, start - 1))
            word.Replace(ending);
    }

    private static void DropParticiple(ref StemBuffer word, int first)
    {
        if (!word.TryFind(Participles, out WordEnding ending))
            return;
        int start = word.Length - ending.Suffix.Length;
        if (ending.Replacement.Length > 0)
        {
            if (start >= first)
                word.Replace(ending);
            return;
        }
        if (!HasVowelBefore(word, start))
            return;
        word.Drop(ending.Suffix.Length);
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz"))
            word.Append('e');
        else if (EndsWithDouble(word))
            word.Drop(1);
        else if (word.Length == first && EndsWithShortSyllable(word))
            word.Append('e');
    }

    private static bool EndsWithDouble(StemBuffer word) =>
        word.Length > 1 && word[word.Length - 1] == word[word.Length - 2] &&
        word[word.Length - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't';

    private static void SoftenY(ref StemBuffer word)
    {
        int last = word.Length - 1;
        if (last > 1 && word[last] is 'y' or 'Y' && !IsVowel(word[last - 1]))
            word[last] = 'i';
    }

    private static void ReplaceSecond(ref StemBuffer word, int first)
    {
        if (!word.TryFind(Second, out WordEnding ending))
            return;
        int start = word.Length - ending.Suffix.Length;
        bool allowed = ending.Suffix switch
        {
            "ogi" => word.Before(start) == 'l',
            "li" => word.Before(start) is 'c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't',
            _ => true,
        };
        if (start >= first && allowed)
            word.Replace(ending);
    }

    private static void ReplaceThird(ref StemBuffer word, int first, int second)
    {
        if (!word.TryFind(Third, out WordEnding ending))
            return;
        int start = word.Length - ending.Suffix.Length;
        if (start >= (ending.Suffix == "ative" ? second : first))
            word.Replace(ending);
    }

    private static void DropFourth(ref StemBuffer word, int second)
    {
        if (!word.TryFind(Fourth, out WordEnding ending))
            return;
        int start = word.Length - ending.Suffix.Length;
        if (start >= second && (ending.Suffix != "ion" || word.Before(start) is 's' or 't'))
            word.Replace(ending);
    }

    private static void DropFinal(ref StemBuffer word, int first, int second)
    {
        int last = word.Length - 1;
        if (last < 1)
            return;
        if (word[last] == 'l')
        {
            if (last >= second && word[last - 1] == 'l')
                word.Drop(1);
            return;
        }
        if (word[last] != 'e')
            return;
        StemBuffer shorter = word;
        shorter.Drop(1);
        if (last >= second || (last >= first && !EndsWithShortSyllable(shorter)))
            word = shorter;
    }
}
