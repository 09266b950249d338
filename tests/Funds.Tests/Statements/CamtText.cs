namespace CivicPlatform.Funds.Tests.Statements;

/// <summary>camt.053 files as banks write them, in the pieces that a test changes.</summary>
public static class CamtText
{
    public static string Statement(
        string opening, string closing, string entries, string version = "02", string account = "",
        string closesOn = "2023-06-30") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">
          <BkToCstmrStmt>
            <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2023-07-01T08:00:00+08:00</CreDtTm></GrpHdr>
            <Stmt><Id>S-2023-06</Id>
              <FrToDt><FrDtTm>2023-06-01T00:00:00</FrDtTm><ToDtTm>2023-06-30T23:59:59</ToDtTm></FrToDt>
              <Acct>{(account.Length > 0 ? $"<Id><Othr><Id>{account}</Id></Othr></Id>" : "")}<Ccy>CNY</Ccy></Acct>
              {Balance("OPBD", opening, "2023-06-01")}
              {Balance("CLBD", closing, closesOn)}
              {entries}
            </Stmt>
          </BkToCstmrStmt>
        </Document>
        """;

    public static string Balance(string code, string amount, string day) => $"""
        <Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{Amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>
        """;

    /// <summary>An entry with one transaction.</summary>
    public static string Entry(
        string serial, string amount, string memo, string day = "2023-06-12", string status = "BOOK",
        string interestOn = "", string name = "王芳") => $"""
        <Ntry>{Amount(amount)}<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>
        {(interestOn.Length > 0 ? $"<ValDt><Dt>{interestOn}</Dt></ValDt>" : "")}<AcctSvcrRef>{serial}</AcctSvcrRef>
        <NtryDtls>{Transaction("", "", memo, name)}</NtryDtls></Ntry>
        """;

    /// <summary>An entry of several transactions, as a bank books a batch.</summary>
    public static string Batch(string serial, string amount, params string[] transactions) => $"""
        <Ntry>{Amount(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2023-06-12T09:13:00+08:00</DtTm></BookgDt>
        <AcctSvcrRef>{serial}</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>{transactions.Length}</NbOfTxs></Btch>
        {string.Concat(transactions)}</NtryDtls></Ntry>
        """;

    public static string Transaction(string refs, string amount, string memo, string name = "王芳") => $"""
        <TxDtls><Refs>{refs}</Refs>{(amount.Length > 0 ? $"<Amt Ccy=\"CNY\">{amount}</Amt>" : "")}
        <RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr><Cdtr><Nm>某收款人</Nm></Cdtr></RltdPties>
        <RmtInf><Ustrd>{memo}</Ustrd></RmtInf></TxDtls>
        """;

    private static string Amount(string amount) =>
        $"<Amt Ccy=\"CNY\">{amount.TrimStart('-')}</Amt><CdtDbtInd>{(amount[0] == '-' ? "DBIT" : "CRDT")}</CdtDbtInd>";
}
