using System.Reflection;

namespace Perto.Server;

/// <summary>Which version runs.</summary>
internal static class ProductVersion
{
    /// <summary>Such as <c>0.1.0</c>, without the build's suffix.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
