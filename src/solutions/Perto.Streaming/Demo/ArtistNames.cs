namespace Perto.Streaming;

/// <summary>Made-up names of people, another for each number.</summary>
internal static class ArtistNames
{
    private static readonly string[] First =
    [
        "Ana", "Ben", "Clara", "Duarte", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kemi", "Leo", "Mara", "Nuno", "Olga", "Pavel", "Rosa",
        "Sami", "Tara", "Uri", "Vera", "Wim", "Yara", "Zeno",
    ];

    private static readonly string[] Last =
    [
        "Almeida", "Brandt", "Castro", "Duval", "Eriksen", "Ferro", "Gallo", "Haddad", "Ito", "Jansen", "Kovac", "Lindqvist", "Moreau", "Novak",
        "Okafor", "Pereira", "Quist", "Rossi", "Silva", "Tanaka", "Ueda", "Vargas", "Weiss", "Yilmaz", "Zoric",
    ];

    public static string Make(int number)
    {
        int more = number / (First.Length * Last.Length);
        string middle = more switch
        {
            0 => " ",
            <= 26 => $" {(char)('A' + more - 1)}. ",
            _ => $" {(char)('A' + (more % 26))}. {more / 26} ",
        };
        return First[number % First.Length] + middle + Last[number / First.Length % Last.Length];
    }
}
