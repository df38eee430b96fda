using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Qdrant;

/// <summary>What our collections are called on the server: prefix, tenant, name and generation, each different ones differently.</summary>
/// <param name="prefix">Of this installation.</param>
internal sealed class ServerNames(string prefix)
{
    private const int Longest = 255;

    /// <summary>The collection that lists the others. No tenant holds <c>~</c>.</summary>
    public string Catalogue => $"{prefix}.~catalogue";

    /// <summary>
    /// The collection of a tenant: <c>perto.local.films~1</c>. A server takes neither <c>:</c> nor <c>/</c> in names: they become <c>~c</c> and
    /// <c>~s</c>. What is too long then ends in its hash, behind <c>~h</c>.
    /// </summary>
    public string Of(TenantId tenant, string name, int generation)
    {
        string end = string.Create(CultureInfo.InvariantCulture, $"~{generation}");
        string whole = $"{prefix}.{tenant}.{name.Replace(":", "~c", StringComparison.Ordinal).Replace("/", "~s", StringComparison.Ordinal)}";
        if (whole.Length + end.Length <= Longest)
            return whole + end;
        string hash = $"~h{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))}";
        return string.Concat(whole.AsSpan(0, Longest - hash.Length - end.Length), hash, end);
    }
}
