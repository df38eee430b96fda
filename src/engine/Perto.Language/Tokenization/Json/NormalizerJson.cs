namespace Perto.Language;

/// <summary>Reads the steps of normalisation.</summary>
internal static class NormalizerJson
{
    public static IEnumerable<ITextNormalizer> Read(JsonPlace place)
    {
        string type = place["type"].Text();
        return type == "Sequence" ? place["normalizers"].Items().SelectMany(Read) : [One(place, type)];
    }

    private static ITextNormalizer One(JsonPlace place, string type) => type switch
    {
        "NFC" => new UnicodeNormalizer(UnicodeForm.Nfc),
        "NFD" => new UnicodeNormalizer(UnicodeForm.Nfd),
        "NFKC" => new UnicodeNormalizer(UnicodeForm.Nfkc),
        "NFKD" => new UnicodeNormalizer(UnicodeForm.Nfkd),
        "Lowercase" => new LowerCaseNormalizer(),
        "StripAccents" => new MarkRemover(),
        "Strip" => new SpaceTrimmer(place["strip_left"].Flag(), place["strip_right"].Flag()),
        "Prepend" => new Prefix(place["prepend"].Text()),
        "Replace" => new Replacement(PatternJson.Read(place["pattern"]), place["content"].Text()),
        "Precompiled" => Map(place["precompiled_charsmap"]),
        _ => throw place["type"].Wrong("must be one of \"NFC\", \"NFD\", \"NFKC\", \"NFKD\", \"Lowercase\", \"StripAccents\", \"Strip\", "
            + "\"Prepend\", \"Replace\", \"Precompiled\", \"Sequence\""),
    };

    private static CharacterMap Map(JsonPlace place)
    {
        string text = place.Text();
        var map = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, map, out int length))
            throw place.Wrong("must be in Base64");
        try
        {
            return new CharacterMap(map.AsSpan(0, length));
        }
        catch (FormatException fault)
        {
            throw place.Wrong(fault.Message);
        }
    }
}
