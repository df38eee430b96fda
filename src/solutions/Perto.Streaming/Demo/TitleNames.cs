using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>Made-up film names that sound like their genre.</summary>
internal static class TitleNames
{
    private static readonly string[] Openings =
        ["The", "A", "Last", "Silent", "Hidden", "Broken", "Golden", "Distant", "Second", "Crimson", "Paper", "Winter", "Midnight", "Electric"];

    private static readonly Dictionary<string, string[]> Nouns = new(StringComparer.Ordinal)
    {
        ["Action"] = ["Pursuit", "Strike", "Extraction", "Convoy", "Vengeance", "Siege"],
        ["Adventure"] = ["Expedition", "Island", "Compass", "Voyage", "Summit", "Treasure"],
        ["Animation"] = ["Kite", "Fox", "Robot", "Garden", "Dragon", "Balloon"],
        ["Comedy"] = ["Wedding", "Neighbours", "Holiday", "Mix-Up", "Landlord", "Reunion"],
        ["Crime"] = ["Heist", "Witness", "Alibi", "Ledger", "Informant", "Verdict"],
        ["Documentary"] = ["River", "Archive", "Harvest", "Reef", "Factory", "Choir"],
        ["Drama"] = ["Letters", "Harbour", "Inheritance", "Orchard", "Silence", "Daughter"],
        ["Fantasy"] = ["Kingdom", "Spell", "Crown", "Forest", "Prophecy", "Gate"],
        ["Horror"] = ["Cellar", "Whisper", "Shadow", "Ritual", "Fog", "Doll"],
        ["Musical"] = ["Encore", "Melody", "Stage", "Rhythm", "Overture", "Chorus"],
        ["Mystery"] = ["Clue", "Lighthouse", "Cipher", "Portrait", "Disappearance", "Key"],
        ["Romance"] = ["Summer", "Promise", "Stranger", "Dance", "Café", "Horizon"],
        ["Sci-Fi"] = ["Orbit", "Signal", "Colony", "Android", "Eclipse", "Horizon"],
        ["Thriller"] = ["Deception", "Corridor", "Hostage", "Deadline", "Trace", "Border"],
        ["War"] = ["Front", "Bridge", "Medic", "Convoy", "Truce", "Battalion"],
        ["Western"] = ["Canyon", "Outlaw", "Saddle", "Railroad", "Sheriff", "Mesa"],
    };

    private static readonly string[] Endings =
        ["", "", "", " of Lisbon", " at Dawn", " in Winter", " Returns", " Below", " of Glass", " Road", " Protocol", " Years", " Street"];

    public static IReadOnlyList<string> Genres { get; } = [.. Nouns.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A name that is not yet in <paramref name="used"/>, and is added to it.</summary>
    public static string Make(string genre, SeededRandom random, HashSet<string> used)
    {
        string name = $"{Pick(Openings, random)} {Pick(Nouns[genre], random)}{Pick(Endings, random)}";
        string made = name;
        for (int part = 2; !used.Add(made); part++)
            made = $"{name} {part}";
        return made;
    }

    private static string Pick(string[] words, SeededRandom random) => words[random.Next(words.Length)];
}
