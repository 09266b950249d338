using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>
/// Changes files as somebody with the whole platform in his hands could: roots and hashes made again where he wants.
/// </summary>
internal static class Forgery
{
    private static readonly JsonSerializerOptions s_plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A list of lines whose page and lines were changed, with root and hash made to fit.</summary>
    public static string Rebuild(string file, Func<string, string> page, Func<string, string> line)
    {
        var objects = file.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToArray();
        var leaves = new List<string>();
        foreach (var entry in objects[1..].Select(o => o["line"]!))
        {
            entry["leaf"] = line((string)entry["leaf"]!);
            leaves.Add(NaiveTree.Leaf((string)entry["salt"]!, (string)entry["leaf"]!));
        }

        var filed = objects[0]["lines"]!["page"]!;
        var text = JsonNode.Parse(page((string)filed["text"]!))!;
        (text["lines"]!["root"], text["lines"]!["leaves"]) = (NaiveTree.Root(leaves.ToArray()), leaves.Count);
        Hash(filed, text.ToJsonString(s_plain));
        return Join(objects);
    }

    /// <summary>The page of a proof with another text, hash made to fit.</summary>
    public static string Rehash(string proof, Func<string, string> page)
    {
        var node = JsonNode.Parse(proof)!;
        var filed = node["proof"]!["page"]!;
        Hash(filed, page((string)filed["text"]!));
        return node.ToJsonString(s_plain);
    }

    /// <summary>The lines of a file, changed as lines.</summary>
    public static string Lines(string file, Func<List<string>, IEnumerable<string>> change) =>
        string.Join('\n', change([.. file.TrimEnd('\n').Split('\n')])) + "\n";

    private static void Hash(JsonNode filed, string text)
    {
        filed["text"] = text;
        var bytes = Convert.ToHexString(Encoding.UTF8.GetBytes(text));
        filed["hash"] = NaiveTree.Sha((string)filed["previousHash"]! + bytes);
    }

    private static string Join(IEnumerable<JsonNode> objects) =>
        string.Concat(objects.Select(o => o.ToJsonString(s_plain) + "\n"));
}
