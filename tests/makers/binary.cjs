// Saves a workbook in Excel's binary format, as some people do: binary.cjs LIBRARY OPENED OUT.xlsb
const fs = require("fs");
const [library, opened, out] = process.argv.slice(2);
const sheets = require(library);
const book = sheets.read(fs.readFileSync(opened), { cellNF: true });
fs.writeFileSync(out, sheets.write(book, { bookType: "xlsb", type: "buffer" }));
