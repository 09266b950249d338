using System.Text;
using System.Xml;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>
/// Walks a bank's XML forward, element by element: no DTD, no entity from outside, at most 32 levels, and nothing is
/// held but the text that somebody asks for. Elements go by their local name, for prefixes and versions vary.
/// </summary>
internal sealed class CamtElements : IDisposable
{
    private const int MaxDepth = 32, MaxText = 4_000;

    /// <summary>400: not XML, cut short, or with what no bank needs in it (a DTD).</summary>
    public static readonly Error Malformed = Error.Invalid("statements.xml_malformed", "XML 文件不完整或格式有误");

    private readonly XmlReader _xml;
    private readonly char[] _chunk = new char[512];

    public CamtElements(Stream file)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // Banks write GB18030 as well.
        _xml = XmlReader.Create(new BoundedMarkup(file), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        });
    }

    /// <summary>Physical line of the file, from 1.</summary>
    public int Line => ((IXmlLineInfo)_xml).LineNumber;

    public string Name => _xml.LocalName;

    public string Namespace => _xml.NamespaceURI;

    public string Attribute(string name) => _xml.GetAttribute(name) ?? "";

    /// <summary>Goes to the root element.</summary>
    public void ToRoot()
    {
        while (_xml.NodeType != XmlNodeType.Element) Read();
    }

    /// <summary>Visits the child elements in order, and leaves this one; a visitor takes its element whole.</summary>
    public void Children(Action<string> visit)
    {
        var depth = _xml.Depth;
        if (Enter())
        {
            while (_xml.Depth > depth)
            {
                if (_xml.NodeType == XmlNodeType.Element) visit(_xml.LocalName);
                else Read();
            }
            Read(); // The end tag.
        }
    }

    /// <summary>Passes an element with all that it holds.</summary>
    public void Skip()
    {
        var depth = _xml.Depth;
        if (!Enter()) return;
        while (_xml.Depth > depth) Read();
        Read();
    }

    /// <summary>The text in an element and its children (a code stands deeper in later versions), trimmed.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        var depth = _xml.Depth;
        if (!Enter()) return "";
        while (_xml.Depth > depth)
        {
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) Append(text);
            Read();
        }
        Read();
        return text.ToString().Trim();
    }

    /// <summary>Past the start tag; false when the element is empty and was left already.</summary>
    private bool Enter()
    {
        var isEmpty = _xml.IsEmptyElement;
        Read();
        return !isEmpty;
    }

    private void Append(StringBuilder text)
    {
        int read;
        while ((read = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0)
        {
            if (text.Length + read > MaxText) throw Refused(CsvImport.TooLarge with { Detail = "单项文本过长" });
            text.Append(_chunk, 0, read);
        }
    }

    private void Read()
    {
        if (!_xml.Read() && _xml.ReadState != ReadState.EndOfFile) throw Refused(Malformed);
        if (_xml.Depth > MaxDepth) throw Refused(Malformed with { Detail = "嵌套层数过多" });
    }

    private ImportException Refused(Error error) =>
        new(error with { Findings = [new Finding(error.Code, error.Detail ?? error.Title, Row: Line)] });

    /// <summary>What the parser itself refuses, with its place.</summary>
    public static Error Of(XmlException e) =>
        Malformed with { Findings = [new Finding(Malformed.Code, Malformed.Title, Row: Math.Max(1, e.LineNumber))] };

    public void Dispose() => _xml.Dispose();
}
