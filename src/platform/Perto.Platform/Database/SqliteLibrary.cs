using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Perto.Platform;

/// <summary>Which native SQLite is loaded: the operating system's when it is newer than the bundled one, for its fixes.</summary>
public static class SqliteLibrary
{
    // SQLitePCLRaw.bundle_e_sqlite3 2.0.6 carries 3.35.5.
    private const int BundledVersion = 3_035_005;

    private static readonly Lazy<bool> FromSystem = new(Load);

    /// <summary>For people: <c>sqlite 3.40.1 (system library)</c>.</summary>
    public static string Description
    {
        get
        {
            string origin = FromSystem.Value ? "system" : "bundled";
            return $"sqlite {raw.sqlite3_libversion().utf8_to_string()} ({origin} library)";
        }
    }

    /// <summary>Chooses and loads the library; harmless when called again.</summary>
    internal static void Initialize() => _ = FromSystem.Value;

    private static bool Load()
    {
        nint system = NewerSystemLibrary();
        if (system != 0)
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == "e_sqlite3" ? system : 0);
        Batteries_V2.Init();
        return system != 0;
    }

    private static nint NewerSystemLibrary()
    {
        if (!NativeLibrary.TryLoad("libsqlite3.so.0", Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories, out nint library))
            return 0;
        if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out nint export)
            && Marshal.GetDelegateForFunctionPointer<VersionNumber>(export)() > BundledVersion)
            return library;
        NativeLibrary.Free(library);
        return 0;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
