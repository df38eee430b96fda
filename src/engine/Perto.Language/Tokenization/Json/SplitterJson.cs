using System.Text;

namespace Perto.Language;

/// <summary>Reads the steps of cutting into words.</summary>
internal static class SplitterJson
{
    public static IEnumerable<IWordSplitter> Read(JsonPlace place)
    {
        string type = place["type"].Text();
        return type switch
        {
            "Sequence" => place["pretokenizers"].Items().SelectMany(Read),
            "ByteLevel" => ByteLevel(place),
            "Split" => [Split(place)],
            "Metaspace" => [Metaspace(place)],
            "WhitespaceSplit" => [new PatternSplitter(new RunPattern(Rune.IsWhiteSpace, 1, int.MaxValue), DelimiterBehavior.Removed, inverted: false)],
            "Digits" => [Digits(place)],
            _ => throw place["type"].Wrong("must be one of \"ByteLevel\", \"Split\", \"Metaspace\", \"WhitespaceSplit\", \"Digits\", \"Sequence\""),
        };
    }

    private static IEnumerable<IWordSplitter> ByteLevel(JsonPlace place)
    {
        if (place["add_prefix_space"].Flag())
            yield return new SpacePrefixer();
        // Files from before 2022 do not say.
        if (!place.Has("use_regex") || place["use_regex"].Flag())
            yield return new PatternSplitter(WordPattern.Gpt2, DelimiterBehavior.Isolated, inverted: false);
        yield return new ByteLetters();
    }

    private static PatternSplitter Split(JsonPlace place)
    {
        JsonPlace name = place["behavior"];
        if (!Enum.TryParse(name.Text(), out DelimiterBehavior behavior) || !Enum.IsDefined(behavior) || behavior.ToString() != name.Text())
            throw name.Wrong($"must be one of {string.Join(", ", Enum.GetNames<DelimiterBehavior>())}");
        return new PatternSplitter(PatternJson.Read(place["pattern"]), behavior, place["invert"].Flag());
    }

    private static PatternSplitter Digits(JsonPlace place)
    {
        bool alone = place["individual_digits"].Flag();
        return new PatternSplitter(new RunPattern(Rune.IsNumber, 1, alone ? 1 : int.MaxValue), DelimiterBehavior.Isolated, inverted: false);
    }

    private static MetaspaceSplitter Metaspace(JsonPlace place)
    {
        JsonPlace replacement = place["replacement"];
        if (replacement.Text() is not { Length: 1 } mark)
            throw replacement.Wrong("must be one character below U+10000");
        // Files from before 2024 say only whether a space is added.
        bool? adds = place.Maybe("add_prefix_space")?.Flag();
        MetaspacePrepend prepend = adds == false ? MetaspacePrepend.Never : MetaspacePrepend.Always;
        if (place.Maybe("prepend_scheme") is { } scheme)
        {
            prepend = scheme.Text() switch
            {
                "always" => MetaspacePrepend.Always,
                "first" => MetaspacePrepend.First,
                "never" => MetaspacePrepend.Never,
                _ => throw scheme.Wrong("must be \"always\", \"first\" or \"never\""),
            };
            if (adds == false && prepend != MetaspacePrepend.Never)
                throw scheme.Wrong("must be \"never\" where add_prefix_space is false");
        }

        return new MetaspaceSplitter(mark[0], prepend, place.Maybe("split")?.Flag() ?? true);
    }
}
