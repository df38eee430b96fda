using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>Hashes and seals ids of people under the installation's key.</summary>
internal sealed class SubjectKey
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _hashing;
    private readonly byte[] _sealing;

    /// <param name="secret">The installation's secret; hashing and sealing get keys of their own from it (HKDF, RFC 5869).</param>
    public SubjectKey(byte[] secret)
    {
        _hashing = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "perto privacy subject hash"u8.ToArray());
        _sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "perto privacy subject seal"u8.ToArray());
    }

    /// <summary>HMAC-SHA-256 of tenant and id, as 64 hexadecimal digits: the same person has another one in another tenant.</summary>
    public string Hash(TenantId tenant, string subject) =>
        // A tenant has no U+0000, so no two pairs make the same text.
        Convert.ToHexStringLower(HMACSHA256.HashData(_hashing, Encoding.UTF8.GetBytes($"{tenant.Value}\0{subject}")));

    /// <summary>The id encrypted (AES-256-GCM): nonce, tag and text.</summary>
    public byte[] Seal(string subject)
    {
        byte[] text = Encoding.UTF8.GetBytes(subject);
        byte[] sealedText = new byte[NonceBytes + TagBytes + text.Length];
        Span<byte> nonce = sealedText.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealing, TagBytes);
        aes.Encrypt(nonce, text, sealedText.AsSpan(NonceBytes + TagBytes), sealedText.AsSpan(NonceBytes, TagBytes));
        return sealedText;
    }

    /// <summary>The id that was sealed.</summary>
    /// <exception cref="CryptographicException">It was sealed under another key, or is damaged.</exception>
    public string Open(byte[] sealedText)
    {
        byte[] text = new byte[sealedText.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_sealing, TagBytes);
        aes.Decrypt(
            sealedText.AsSpan(0, NonceBytes), sealedText.AsSpan(NonceBytes + TagBytes), sealedText.AsSpan(NonceBytes, TagBytes), text);
        return Encoding.UTF8.GetString(text);
    }
}
